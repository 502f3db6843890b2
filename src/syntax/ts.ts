/** The TypeScript compiler that ts-morph brings along: the only import of ts-morph, to be loaded when it is used. */
export { ts } from 'ts-morph'
