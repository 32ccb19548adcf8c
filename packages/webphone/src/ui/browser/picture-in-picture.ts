/**
 * The phone in a small window that stays on top (Document Picture-in-Picture; Chromium, top-level pages). The same element
 * moves there and back, so that no call or typed digit is lost on the way.
 */
interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>
}

const api = (): PictureInPicture | undefined =>
  (globalThis as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture

export async function popOut(element: HTMLElement): Promise<void> {
  const home = element.parentNode
  const next = element.nextSibling
  const small = await api()?.requestWindow({ width: 380, height: 600 })
  if (!small) return
  small.document.documentElement.lang = document.documentElement.lang
  small.document.body.style.margin = '0'
  small.document.body.append(element)
  small.addEventListener(
    'pagehide',
    () => home?.insertBefore(element, next?.parentNode === home ? next : null),
    { once: true },
  )
}
