/** Names of the files in the report folder. */

/** The report of the published schema. */
export const JSON_FILE = 'mutation.json'

/** Survivors first, for whoever reviews a change. */
export const REVIEW_FILE = 'index.html'

/** Every mutant in its source, for whoever looks around. */
export const EXPLORER_FILE = 'mutants.html'

/** Findings for code scanning. */
export const SARIF_FILE = 'mutation.sarif'

/** Findings for GitLab's code quality widget. */
export const GITLAB_FILE = 'gl-code-quality-report.json'

/** Mutants as test cases. */
export const JUNIT_FILE = 'junit.xml'

/** A comment for a pull request. */
export const MARKDOWN_FILE = 'mutation.md'

/** The score for a badge. */
export const BADGE_FILE = 'badge.json'
