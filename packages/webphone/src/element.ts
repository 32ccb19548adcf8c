/** `import '@zorio/webphone/element'`: registers `<zorio-webphone>`. On the server it does nothing. */
import { defineConnectedElement } from './ui/element.ts'
import { ZorioWebphone } from './index.ts'

export { WebphoneElement } from './ui/index.ts'

if (typeof customElements !== 'undefined') defineConnectedElement((options) => ZorioWebphone.connect(options))
