/** The level `stryker`: objects with properties. */
import { objectLiteral as same } from '../object-literal.js'
import { define } from './define.js'

export const objectLiteral = define(same)
