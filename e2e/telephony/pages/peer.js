// Phones that are not ours, JsSIP and SIP.js, behind the same five commands and one log.
const library = new URLSearchParams(location.search).get('library')
const { createPeer } = await import(`/bundles/peer-${library}.js`)

window.log = []
const log = (name, payload = {}) => window.log.push({ at: performance.now(), name, payload })
const listen = (pc) => {
  const attach = () => {
    const tracks = pc
      .getReceivers()
      .flatMap((receiver) => (receiver.track?.kind === 'audio' ? [receiver.track] : []))
    document.querySelector('#ear').srcObject = new MediaStream(tracks)
  }
  pc.addEventListener('track', attach)
  attach()
}
window.startPeer = (options) => {
  window.peer = createPeer({ ...options, log, listen })
}
window.isReady = true
