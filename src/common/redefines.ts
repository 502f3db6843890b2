/** In a text that gives properties other attributes; not what Vite writes for the exports of a module. */
export const REDEFINES = /(?<!\bObject\.)\bdefinePropert(?:y|ies)\b|\bObject\.definePropert(?:y|ies)\b(?!\(__vi)|__define[GS]etter__/u
