/** Chooses the operators and rules for each file: those of the project, of its paths, and those its config defines. */
import { join } from 'node:path'
import type { Compiler } from '../equivalence/types/compiler.js'
import { openConfigs } from '../equivalence/types/configs.js'
import { generate, type Generated } from './generate.js'
import type { GenerationOptions } from '../model/custom.js'
import { UserError } from '../model/errors.js'
import { customOperator, operators as builtInOperators, selectOperators, type Operator } from '../operators/index.js'
import { globMatcher } from '../project/select.js'
import { openTypes, ts } from '../syntax/index.js'
import { customRule, rules as builtInRules, selectRules, type Rule } from '../suppression/index.js'

/** `generate` with operators and rules chosen. */
export type GenerateFile = (path: string, text: string) => Generated

/** `GenerateFile` once it is there. The same promise each time. */
export type OpenGenerator = () => Promise<GenerateFile>

/** What a project says about its mutants beside their operators. */
export interface GeneratorSettings extends Partial<Omit<GenerationOptions, 'operators' | 'suppress'>> {
  /** Absolute path of the project; with `types`, the type checker helps to choose mutants. */
  readonly root?: string
  readonly types?: boolean
  /** Relative paths that the user named in full. */
  readonly named?: ReadonlySet<string>
}

/** Everything that has a name: what is built in and what a config defines. */
export interface Catalogue {
  readonly operators: readonly Operator[]
  readonly rules: readonly Rule[]
}

/**
 * What is built in, with the operators and rules of a config.
 * @throws UserError when two have the same name, or an operator wants to see a kind of code that does not exist
 */
export function catalogueOf({ customOperators = [], customRules = [] }: GeneratorSettings): Catalogue {
  const operators = [...customOperators.map(customOperator), ...builtInOperators]
  const rules = [...builtInRules, ...customRules.map(customRule)]
  for (const { name } of customOperators) {
    const same = operators.filter((operator) => operator.name.toLowerCase() === name.toLowerCase())
    if (same.length > 1 || /^(?:default|all|stryker)$/i.test(name)) {
      throw new UserError(`operator ${name} of the config: there is one of that name already; choose another name`)
    }
  }
  for (const { id } of customRules) {
    if (rules.filter((rule) => rule.id === id).length > 1 || id === 'all' || id === 'comment') {
      throw new UserError(`rule ${id} of the config: there is one of that id already; choose another id`)
    }
  }
  return { operators, rules }
}

/**
 * `generate` with the operators that levels and names stand for. Without `suppress` no rule applies; comments in the
 * code always do.
 * @throws UserError for names that are unknown, with the nearest one
 */
export function createGenerator(
  names: readonly string[], suppress = true, settings: GeneratorSettings = {},
): GenerateFile {
  const catalogue = catalogueOf(settings)
  const project: Choice = {
    operators: selectOperators(names, catalogue.operators),
    rules: selectRules(settings.rules ?? ['all'], catalogue.rules),
    suppress,
  }
  const overrides = (settings.overrides ?? []).map((override) => ({
    covers: globMatcher(override.paths),
    ...(override.operators && { operators: selectOperators(override.operators, catalogue.operators) }),
    ...(override.rules && { rules: selectRules(override.rules, catalogue.rules) }),
    ...(override.suppress !== undefined && { suppress: override.suppress }),
  }))
  const { root, types } = settings
  const typed = types === true && root !== undefined ? openTypes(openConfigs(ts as unknown as Compiler, root).configOf) : undefined
  return (path, text) => {
    const { operators, rules, suppress: applies } = Object.assign({ ...project }, ...overrides.filter(({ covers }) => covers(path))) as Choice
    return generate(path, text, operators, {
      rules: applies ? rules : [],
      named: settings.named?.has(path) ?? false,
      known: catalogue.operators,
    }, typed?.(join(root ?? '', path), text))
  }
}

interface Choice {
  readonly operators: readonly Operator[]
  readonly rules: readonly Rule[]
  readonly suppress: boolean
}
