const flashMs = 1000

export interface TitleFlash {
  start(text: string): void
  stop(): void
}

/** Alternates the title with the text, and puts back what the page had; a title changed meanwhile by the page is kept. */
export function createTitleFlash(target: Pick<Document, 'title'>): TitleFlash {
  let timer: ReturnType<typeof setInterval> | undefined
  let own = ''
  let shown = ''
  const swap = (): void => {
    if (target.title !== shown) own = target.title
    const text = shown
    target.title = target.title === text ? own : text
  }
  const stop = (): void => {
    if (timer === undefined) return
    clearInterval(timer)
    timer = undefined
    if (target.title === shown) target.title = own
  }
  return {
    start: (text) => {
      stop()
      own = target.title
      shown = text
      target.title = text
      timer = setInterval(swap, flashMs)
    },
    stop,
  }
}
