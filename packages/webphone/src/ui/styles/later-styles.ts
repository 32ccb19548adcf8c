import { laterCallStyle } from './later-call-style.ts'
import { laterStyle } from './later-style.ts'

export const laterStyles: readonly string[] = [laterStyle, laterCallStyle]
