import { adaptStyle } from './adapt-style.ts'
import { callStyle } from './call-style.ts'
import { controlStyle } from './control-style.ts'
import { dialStyle } from './dial-style.ts'
import { frameStyle } from './frame-style.ts'
import { momentStyle } from './moment-style.ts'
import { screenStyle } from './screen-style.ts'
import { tokens } from './tokens.ts'

/** Adopted style sheets: nothing for `style-src` to forbid. */
export const styles: readonly string[] = [
  tokens,
  frameStyle,
  controlStyle,
  screenStyle,
  dialStyle,
  callStyle,
  momentStyle,
  adaptStyle,
]
