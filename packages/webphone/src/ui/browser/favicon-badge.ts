/** The number of missed calls on the page's own icon; the icon comes back when it is zero. */
const size = 32
const shown = 9

export interface FaviconBadge {
  update(count: number): void
}

export function createFaviconBadge(page: Document): FaviconBadge {
  let now = 0
  let link: HTMLLinkElement | null = null
  let own: { readonly href: string; readonly type: string } | null = null
  const restore = (): void => {
    if (link && own) Object.assign(link, own)
    own = null
  }
  const draw = async (count: number): Promise<void> => {
    link = page.querySelector<HTMLLinkElement>('link[rel~="icon"]') ?? addLink(page)
    own ??= { href: link.href, type: link.type }
    const url = await badged(own.href, count)
    if (now === count && own) Object.assign(link, { href: url, type: 'image/png' })
  }
  return {
    update: (count) => {
      if (count === now) return
      now = count
      if (count === 0) restore()
      else void draw(count).catch(restore)
    },
  }
}

function addLink(page: Document): HTMLLinkElement {
  const link = page.createElement('link')
  link.rel = 'icon'
  page.head.append(link)
  return link
}

/** An icon that cannot be read is left out, and the badge stands alone. */
async function badged(href: string, count: number): Promise<string> {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const pen = canvas.getContext('2d')
  if (!pen) return href
  const image = new Image()
  image.crossOrigin = 'anonymous'
  image.src = href
  await image.decode().then(
    () => pen.drawImage(image, 0, 0, size, size),
    () => {},
  )
  pen.fillStyle = '#c2303a'
  pen.beginPath()
  pen.arc(22, 22, 10, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = '#fff'
  pen.font = 'bold 14px sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(count > shown ? `${shown}+` : String(count), 22, 23)
  return canvas.toDataURL('image/png')
}
