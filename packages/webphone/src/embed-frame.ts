/** For the page inside the iframe, which the server brings along; no entry of the package. */
export { findHost } from './embed/frame.ts'
export { refusedMessage } from './embed/protocol.ts'
