import { readFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'
import { Ajv } from 'ajv'
import { Job } from 'kubernetes-models/batch/v1/Job'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readShard } from '../src/shards/shard.js'

// The parser imports its JSON without the attribute that Node asks for.
const withType = 'export const load = (url, context, next) => '
  + 'next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context)'
register(`data:text/javascript,${encodeURIComponent(withType)}`)
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser')

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** What GitHub's own parser says against a workflow: keys, types, expressions, needs between jobs. */
async function complaintsOfGitHub(text: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'it', content: text }, new NoOperationTraceWriter())
  if (value) await convertWorkflowTemplate(context, value)
  return context.errors.getErrors().map(({ message }) => message)
}

interface Workflow {
  readonly jobs: Readonly<Record<string, {
    readonly needs?: string
    readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } }
    readonly steps: readonly { readonly run?: string; readonly uses?: string; readonly with?: Readonly<Record<string, string>> }[]
  }>>
}

describe('the workflow for GitHub Actions', () => {
  const path = 'docs/ci/github-actions.yml'

  it.each([path, '.github/workflows/ci.yml'])('is one for GitHub: %s', async (file) => {
    expect(await complaintsOfGitHub(read(file))).toEqual([])
  })

  it.each([
    ['runs-on', 'run-on', "Unexpected value 'run-on'"],
    ['needs: shard', 'needs: shards', "Job 'merge' depends on unknown job 'shards'."],
    ['matrix.shard', 'matrx.shard', "Unrecognized named-value: 'matrx'"],
  ])('would not pass with another word for %s', async (from, to, complaint) => {
    const text = read(path)
    expect(text).toContain(from)
    expect((await complaintsOfGitHub(text.replace(from, to))).join('\n')).toContain(complaint)
  })

  it('has as many shards as the plan, and each artifact that is fetched was kept', () => {
    const { jobs } = parse(read(path)) as Workflow
    const shards = jobs['shard']?.strategy?.matrix.shard ?? []
    expect(shards).toEqual(shards.map((_, index) => index + 1))
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    expect(runs).toContain(`npx mutate plan --shards ${shards.length} --out plan`)
    expect(runs.find((run) => run.includes('--shard '))).toContain(`--shard \${{ matrix.shard }}/${shards.length} --plan plan/plan.json`)
    expect([jobs['shard']?.needs, jobs['merge']?.needs]).toEqual(['plan', 'shard'])
    const artifacts = (what: string) => Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap((step) => step.uses?.startsWith(`actions/${what}-artifact@`) ? [step.with?.['name'] ?? step.with?.['pattern']] : []))
    expect(artifacts('upload')).toEqual(['plan', 'shard-${{ matrix.shard }}'])
    expect(artifacts('download')).toEqual(['plan', 'shard-*'])
  })
})

/** The keys of a GitLab job that the file may use: https://docs.gitlab.com/ci/yaml/ */
const GITLAB_KEYS = ['image', 'parallel', 'needs', 'script', 'artifacts', 'stage', 'rules', 'variables', 'cache']

interface GitlabJob {
  readonly parallel?: number
  readonly needs?: readonly string[]
  readonly script: readonly string[]
  readonly artifacts: { readonly when?: string; readonly paths: readonly string[] }
}

/** GitLab's own schema of such files, as SchemaStore keeps it. */
const GITLAB_SCHEMA = 'schemastore/schemas/json/gitlab.com/gitlab-org/gitlab/-/raw/master/app/assets/javascripts/editor/schema/ci.json'

describe('the jobs for GitLab', () => {
  const jobs = parse(read('docs/ci/gitlab-ci.yml')) as Readonly<Record<string, GitlabJob>>

  it('fit the schema of GitLab, which broken ones do not', () => {
    const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(GITLAB_SCHEMA), 'utf8')) as object
    const fits = new Ajv({ strict: false, logger: false }).compile(schema)
    expect(fits(jobs), JSON.stringify(fits.errors)).toBe(true)
    const [[name, job]] = Object.entries(jobs) as [[string, GitlabJob]]
    for (const broken of [{ parallel: 'four' }, { script: 5 }, { artifacts: { paths: 'shards/' } }, { needs: 'mutation' }, { image: ['node'] }]) {
      expect(fits({ ...jobs, [name]: { ...job, ...broken } }), JSON.stringify(broken)).toBe(false)
    }
  })

  it('use keys that GitLab knows, and lists of commands', () => {
    for (const job of Object.values(jobs)) {
      expect(GITLAB_KEYS).toEqual(expect.arrayContaining(Object.keys(job)))
      expect(job.script.every((line) => typeof line === 'string')).toBe(true)
      expect(['on_success', 'on_failure', 'always', undefined]).toContain(job.artifacts.when)
    }
  })

  it('take their shard from the variables of GitLab, and the last one joins what they keep', () => {
    const [[name, mutation], [, report], ...others] = Object.entries(jobs) as [[string, GitlabJob], [string, GitlabJob]]
    expect(others).toEqual([])
    expect(mutation.script.at(-1)).toBe('npx mutate --shard auto --reporters json --out "shards/$CI_NODE_INDEX"')
    expect(readShard('auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: String(mutation.parallel) })).toEqual({ index: 3, count: 4 })
    expect(mutation.artifacts.paths).toEqual(['shards/'])
    expect(report.needs).toEqual([name])
    expect(report.script.at(-1)).toMatch(/^npx mutate merge shards /u)
  })
})

interface KubernetesJob {
  readonly spec: {
    readonly completions: number
    readonly template: { readonly spec: {
      readonly containers: readonly { readonly command: readonly string[]; readonly volumeMounts: readonly object[] }[]
      readonly volumes: readonly { readonly name: string }[]
    } }
  }
}

/** What the schema that Kubernetes publishes of its API says against a job: unknown, missing and mistyped fields. */
function complaintsOfKubernetes(text: string): string {
  try {
    new Job(parse(text) as ConstructorParameters<typeof Job>[0]).validate()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

describe('the job for Kubernetes', () => {
  const text = read('docs/ci/kubernetes-job.yml')
  const job = parse(text) as KubernetesJob

  it('is one by the schema of its API', () => {
    expect(complaintsOfKubernetes(text)).toBe('')
  })

  it.each([
    ['completions: 4', 'completions: four', /completions must be integer/u],
    ['template:', 'templates:', /must have required property template/u],
    ['claimName:', 'claim:', /claimName/u],
    ['- name: mutate', '- named: mutate', /name/u],
    ['mountPath:', 'path:', /mountPath/u],
  ])('would not pass with another word for %s', (from, to, complaint) => {
    expect(text).toContain(from)
    expect(complaintsOfKubernetes(text.replace(from, to))).toMatch(complaint)
  })

  it('is an Indexed Job whose pods are not started again in place', () => {
    expect(job).toMatchObject({
      apiVersion: 'batch/v1', kind: 'Job', metadata: { name: expect.stringMatching(/^[a-z0-9-]+$/u) },
      spec: { completionMode: 'Indexed', completions: 4, parallelism: 4, template: { spec: { restartPolicy: 'Never' } } },
    })
    expect(Object.keys(job.spec).sort()).toEqual(['backoffLimit', 'completionMode', 'completions', 'parallelism', 'template'])
    expect(Object.keys(job.spec.template.spec).sort()).toEqual(['containers', 'restartPolicy', 'volumes'])
  })

  it('judges as many shards as it has pods, and writes to the volume that it mounts', () => {
    const { containers: [container], volumes: [volume] } = job.spec.template.spec
    const [shell, option, line = ''] = container?.command ?? []
    expect([shell, option]).toEqual(['sh', '-c'])
    const shard = /--shard (\S+)/u.exec(line)?.[1] ?? ''
    expect(readShard(shard, { JOB_COMPLETION_INDEX: '0' })).toEqual({ index: 1, count: job.spec.completions })
    expect(container?.volumeMounts).toEqual([{ name: volume?.name, mountPath: '/shards' }])
    expect(line).toContain('--out /shards/$JOB_COMPLETION_INDEX')
  })
})
