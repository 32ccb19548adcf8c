/**
 * The phone in a small window: one that stays on top (Document Picture-in-Picture; Chromium, top-level pages), elsewhere a
 * window of its own. The same element moves there and back, so that no call or typed digit is lost on the way.
 */
interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

const size = { width: 380, height: 600 }

export async function popOut(element: HTMLElement): Promise<void> {
  const home = element.parentNode
  const next = element.nextSibling
  const small = await openSmallWindow()
  if (!small) return
  const { title, documentElement } = document
  small.document.title = title
  small.document.documentElement.lang = documentElement.lang
  small.document.body.style.margin = '0'
  small.document.body.append(element)
  // Without this page there is no phone.
  const close = (): void => small.close()
  window.addEventListener('pagehide', close)
  small.addEventListener(
    'pagehide',
    () => {
      window.removeEventListener('pagehide', close)
      home?.insertBefore(element, next?.parentNode === home ? next : null)
    },
    { once: true },
  )
}

async function openSmallWindow(): Promise<Window | null> {
  const { documentPictureInPicture: api } = globalThis as { documentPictureInPicture?: PictureInPicture }
  if (api && window.top === window) return api.requestWindow(size)
  const small = window.open('', '', `popup,width=${size.width},height=${size.height}`)
  // Firefox replaces the first empty document by the one that it loads.
  if (small && small.document.readyState !== 'complete')
    await new Promise((done) => small.addEventListener('load', done, { once: true }))
  return small
}
