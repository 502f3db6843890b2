/** Reads lcov tracefiles into Istanbul's shape: each line is a statement, each function begins on a line. */
import type { FileCoverageData } from 'istanbul-lib-coverage'

/** Whether a text looks like lcov. */
export function isLcov(text: string): boolean {
  return /^(?:TN|SF):/m.test(text)
}

/** One entry a record; a file can have several. Branches are left out: lcov knows only the line they stand on. */
export function parseLcov(text: string): FileCoverageData[] {
  const files: FileCoverageData[] = []
  let file: FileCoverageData | undefined
  let names = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const key = colon < 0 ? line.trim() : line.slice(0, colon)
    const value = line.slice(colon + 1)
    if (key === 'SF') {
      files.push(file = { path: value.trim(), statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} })
      names = new Map()
    } else if (key === 'end_of_record') {
      file = undefined
    } else if (file) {
      readField(file, names, key, value)
    }
  }
  return files
}

function readField(file: FileCoverageData, names: Map<string, string>, key: string, value: string): void {
  const fields = value.split(',')
  switch (key) {
    case 'DA':
      addLine(file, Number(fields[0]), Number(fields[1]))
      break
    case 'FN': {
      // FN:<line>,<name> or FN:<first line>,<last line>,<name>; names may contain commas.
      const ends = fields.length > 2 && /^\d+$/.test(fields[1] ?? '')
      const name = fields.slice(ends ? 2 : 1).join(',')
      addFunction(file, names, name, Number(fields[0]), Number(ends ? fields[1] : fields[0]))
      break
    }
    case 'FNDA': {
      const id = names.get(fields.slice(1).join(','))
      if (id !== undefined) file.f[id] = count(Number(fields[0]))
      break
    }
    // Since lcov 2.2: FNL:<index>,<first line>[,<last line>] and FNA:<index>,<count>,<name>.
    case 'FNL':
      addFunction(file, names, `#${fields[0] ?? ''}`, Number(fields[1]), Number(fields[2] ?? fields[1]))
      break
    case 'FNA': {
      const id = names.get(`#${fields[0] ?? ''}`)
      if (id !== undefined) file.f[id] = Math.max(file.f[id] ?? 0, count(Number(fields[1])))
      break
    }
  }
}

function addLine(file: FileCoverageData, line: number, hits: number): void {
  if (!Number.isInteger(line) || line < 1) return
  const id = String(line)
  file.statementMap[id] = { start: { line, column: 0 }, end: { line, column: Infinity } }
  file.s[id] = (file.s[id] ?? 0) + count(hits)
}

function addFunction(file: FileCoverageData, names: Map<string, string>, name: string, line: number, last: number): void {
  if (!Number.isInteger(line) || line < 1) return
  const id = String(Object.keys(file.fnMap).length)
  const loc = { start: { line, column: 0 }, end: { line: last, column: Infinity } }
  names.set(name, id)
  file.fnMap[id] = { name, decl: loc, loc, line }
  file.f[id] = 0
}

/** Some tools write a negative count or `-` where they do not know. */
function count(value: number): number {
  return value > 0 ? value : 0
}
