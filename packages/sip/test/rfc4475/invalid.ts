import { INVALID_FIELDS } from './invalid-fields.ts'
import { INVALID_START_LINE } from './invalid-start-line.ts'

/** RFC 4475 3.1.2: broken, and to be refused (an element may repair a few of them; the RFC says which). */
export const INVALID = [...INVALID_FIELDS, ...INVALID_START_LINE]
