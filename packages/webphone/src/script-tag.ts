/** The one file for a script tag: the global `ZorioWebphone` with what is exported here, and the element registered. */
import { defineConnectedElement } from './ui/element.ts'
import { ZorioWebphone } from './phone.ts'

/** `ZorioWebphone.connect(options)`, as in the module build. */
export const connect = ZorioWebphone.connect
export { ZorioWebphone }
export { ZorioWebphoneError } from './errors.ts'
export { mountPhone } from './ui/index.ts'

// Not by importing `element.ts`: `sideEffects` of package.json names built files, and bundlers would leave a source file out.
if (typeof customElements !== 'undefined') defineConnectedElement(connect)
