import type { CSSResultGroup } from 'lit'
import { adaptStyle } from './adapt-style.ts'
import { callStyle } from './call-style.ts'
import { controlStyle } from './control-style.ts'
import { frameStyle } from './frame-style.ts'
import { screenStyle } from './screen-style.ts'
import { tokens } from './tokens.ts'

/** Adopted style sheets: nothing for `style-src` to forbid. */
export const styles: CSSResultGroup = [tokens, frameStyle, controlStyle, screenStyle, callStyle, adaptStyle]
