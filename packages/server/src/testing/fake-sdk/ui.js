// In place of the built UI: says what the page gave it, and dials what a test clicks, as `window.fakeMounts`.
const mounts = (window.fakeMounts = [])

export function mountPhone(phone, target, options) {
  const mount = { options, isMounted: true, dialled: [] }
  mounts.push(mount)
  return {
    call: (number) => mount.dialled.push(number),
    update: (changed) => Object.assign(mount.options, changed),
    unmount: () => (mount.isMounted = false),
  }
}

export function captureTelLinks(dialler, root, { onDial }) {
  const onClick = (event) => {
    const link = event.target.closest('a[href^="tel:"]')
    if (!link) return
    event.preventDefault()
    const number = link.getAttribute('href').slice(4)
    onDial(number, link)
    dialler.call(number)
  }
  root.addEventListener('click', onClick)
  return () => root.removeEventListener('click', onClick)
}
