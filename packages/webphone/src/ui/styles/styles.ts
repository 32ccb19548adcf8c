import { adaptStyle } from './adapt-style.ts'
import { callStyle } from './call-style.ts'
import { controlStyle } from './control-style.ts'
import { dialStyle } from './dial-style.ts'
import { frameStyle } from './frame-style.ts'
import { momentStyle } from './moment-style.ts'
import { screenStyle } from './screen-style.ts'
import { tokens } from './tokens.ts'

const first: readonly string[] = [
  tokens,
  frameStyle,
  controlStyle,
  screenStyle,
  dialStyle,
  callStyle,
  momentStyle,
]

/** Adopted style sheets: nothing for `style-src` to forbid. What adapts to small boxes comes last, and so wins. */
export const stylesWith = (later: readonly string[]): readonly string[] => [...first, ...later, adaptStyle]
