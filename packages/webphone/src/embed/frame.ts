/** The page inside the iframe: finds the page around it, turns the token into a phone, and serves that phone to the host. */
import { wireFromError } from './embed-error.ts'
import { firstFrameState, helloEveryMs, stepFrame } from './frame-step.ts'
import { helloMessage, readFromHost, readWelcome } from './protocol.ts'
import { servePhone } from './serve-phone.ts'
import type { FrameEffect, FrameInput } from './frame-step.ts'
import type { FrameOptions, FromFrame, Welcome } from './protocol.ts'
import type { Webphone } from '../phone-api.ts'

export interface FrameHost {
  /** Where the host's page is from, as the browser says. */
  readonly origin: string
  readonly token: string
  readonly options: FrameOptions
  /** Asks the host for a fresh embed token. */
  askToken(): Promise<string>
  /** Tells the host that there will be no phone, with what `wireFromError` understands (`code`, `message`). */
  refuse(error: unknown): void
  /** From now on the host has the phone. */
  serve(phone: Webphone, onUpdate: (options: Pick<FrameOptions, 'theme' | 'locale'>) => void): void
}

/** Undefined when nobody around this page answers within ten seconds, or nobody is around it. */
export function findHost(): Promise<FrameHost | undefined> {
  const around = window.parent
  if (around === window) return Promise.resolve(undefined)
  const nonce = crypto.randomUUID()
  return new Promise((resolve) => {
    let state = firstFrameState
    const input = (fact: FrameInput, port?: MessagePort): void => {
      const next = stepFrame(state, fact)
      state = next.state
      for (const effect of next.effects) run(effect, port)
    }
    const run = (effect: FrameEffect, port?: MessagePort): void => {
      // To any origin: nobody is known yet, and the message says nothing.
      if (effect.type === 'say-hello') return around.postMessage(helloMessage(nonce), '*')
      clearInterval(timer)
      window.removeEventListener('message', onMessage)
      resolve(effect.type === 'open' && port ? createHost(effect.origin, effect.welcome, port) : undefined)
    }
    const onMessage = ({ source, origin, data, ports }: MessageEvent): void => {
      const welcome = readWelcome(data)
      const [port] = ports
      if (!welcome) return
      const sender = { origin, isFromParent: source === around, hasPort: port !== undefined }
      input({ type: 'welcome', welcome, nonce, ...sender }, port)
    }
    window.addEventListener('message', onMessage)
    const timer = setInterval(() => input({ type: 'tick' }), helloEveryMs)
    input({ type: 'tick' })
  })
}

const askMs = 20_000

function createHost(origin: string, { token, options }: Welcome, port: MessagePort): FrameHost {
  const waiting = new Map<number, (token: string | undefined) => void>()
  let onRequest: (data: unknown) => void = () => {}
  let lastId = 0
  const send = (message: FromFrame): void => port.postMessage(message)
  port.addEventListener('message', ({ data }: MessageEvent) => {
    const message = readFromHost(data)
    if (message?.kind === 'told') waiting.get(message.id)?.(message.token)
    else if (message) onRequest(data)
  })
  port.start()
  return {
    ...{ origin, token, options },
    askToken: () =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1)
        const settle = (fresh: string | undefined): void => {
          clearTimeout(timer)
          waiting.delete(id)
          if (fresh === undefined) reject(new Error('The host gave no embed token.'))
          else resolve(fresh)
        }
        const timer = setTimeout(() => settle(undefined), askMs)
        waiting.set(id, settle)
        send({ kind: 'ask', id })
      }),
    refuse: (error) => send({ kind: 'refused', error: wireFromError(error) }),
    serve(phone, onUpdate) {
      onRequest = servePhone({ phone, onUpdate, send }).onMessage
    },
  }
}
