/**
 * The TypeScript compiler that ts-morph brings along: the only import of ts-morph, to be loaded when it is used.
 * It is required and not imported: an import of its ten megabytes of CommonJS makes Node look for names of exports first,
 * which takes as long as loading it.
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports
import tsMorph = require('ts-morph')

export import ts = tsMorph.ts
