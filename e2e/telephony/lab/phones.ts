// Browser phones of the tests: ours through the public API, and the peers' clients.
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Browser, type Page } from '@playwright/test'
import { PhonePage } from '../../harness/phone-page.ts'
import type { Baresip } from './baresip.ts'
import { credentialsFor } from './credentials.ts'
import { domain, logDir, sipSecret, webOrigin } from './paths.ts'
import { sleep } from './wait.ts'
import { tokenFor, type PhoneProfile } from './web.ts'

/** Gives the page a microphone that whistles one pitch, so that a listener knows who is heard. */
export async function openPage(browser: Browser, path: string, toneHz?: number): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, permissions: ['microphone'] })
  const page = await context.newPage()
  keepFrames(page)
  await page.addInitScript(() => {
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        Reflect.set(window, 'newestConnection', this)
      }
    }
  })
  if (toneHz !== undefined)
    await page.addInitScript((hz) => {
      navigator.mediaDevices.getUserMedia = async () => {
        const audio = new AudioContext()
        const tone = new OscillatorNode(audio, { frequency: hz })
        const out = audio.createMediaStreamDestination()
        tone.connect(new GainNode(audio, { gain: 0.3 })).connect(out)
        tone.start()
        return out.stream
      }
    }, toneHz)
  await page.goto(webOrigin + path)
  await page.waitForFunction(() => Reflect.get(window, 'isReady') === true)
  return page
}

let pages = 0

/** Every SIP message of the page in one file beside the daemons' logs. */
function keepFrames(page: Page): void {
  const file = join(logDir, `sip-${process.pid}-${++pages}.log`)
  const write = (arrow: string) => (frame: { payload: string | Buffer }) =>
    appendFileSync(file, `${new Date().toISOString()} ${arrow}\n${String(frame.payload)}\n`)
  page.on('websocket', (socket) => {
    socket.on('framesent', write('>>'))
    socket.on('framereceived', write('<<'))
  })
}

export interface PhoneOptions extends PhoneProfile {
  readonly toneHz?: number
  /** Further options of `ZorioWebphone.connect`. */
  readonly connect?: object
}

export async function openPhone(browser: Browser, options: PhoneOptions): Promise<PhonePage> {
  const page = await openPage(browser, '/', options.toneHz)
  await startPhone(page, options)
  return new PhonePage(page)
}

/** In a page that is open: after a reload. */
export async function startPhone(page: Page, options: PhoneOptions): Promise<void> {
  const { toneHz: _, connect, ...profile } = options
  const all = { apiBase: webOrigin, token: tokenFor(profile), ...connect }
  await page.evaluate(
    (given) =>
      (Reflect.get(window, 'startPhone') as (sdk: string, options: object) => Promise<void>)(
        '/sdk/index.js',
        given,
      ),
    all,
  )
}

export async function openRegistered(browser: Browser, options: PhoneOptions): Promise<PhonePage> {
  const phone = await openPhone(browser, options)
  await phone.next('registered')
  return phone
}

export interface PeerOptions {
  readonly extension: string
  readonly displayName?: string
  readonly wsUrl?: string
  readonly domain?: string
  readonly toneHz?: number
  readonly username?: string
  readonly password?: string
}

/** A JsSIP or SIP.js page. */
export class PeerPage extends PhonePage {
  static async start(browser: Browser, library: 'jssip' | 'sipjs', options: PeerOptions): Promise<PeerPage> {
    const page = await openPage(browser, `/peer.html?library=${library}`, options.toneHz ?? 700)
    const credentials = credentialsFor(options.extension, { secret: sipSecret })
    await page.evaluate((given) => (Reflect.get(window, 'startPeer') as (options: object) => void)(given), {
      wsUrl: 'ws://127.0.0.1:8080',
      domain,
      displayName: `Peer ${options.extension}`,
      ...credentials,
      ...options,
    })
    return new PeerPage(page)
  }

  async command(name: string, ...args: string[]): Promise<void> {
    await this.page.evaluate(
      ([command, given]) => {
        const peer = Reflect.get(window, 'peer') as Record<string, (...values: string[]) => void>
        peer[command]?.(...given)
      },
      [name, args] as const,
    )
  }
}

/** The phone hears this pitch, for as long as it takes to be sure. */
export async function expectTone(phone: PhonePage, hz: number): Promise<void> {
  await expect
    .poll(async () => Math.round((await phone.tone(500)).hz / 20) * 20, {
      message: `hears ${hz} Hz`,
      timeout: 8000,
    })
    .toBe(Math.round(hz / 20) * 20)
}

export async function expectDeskHears(desk: Baresip, hz: number): Promise<void> {
  await expect
    .poll(async () => Math.abs((await desk.heard()).hz - hz), {
      message: `desk phone ${desk.extension} hears ${hz} Hz`,
      timeout: 8000,
    })
    .toBeLessThanOrEqual(10)
}

/** Telephone audio is 64 kbit/s (G.711): more than half of it arrives, or none. */
export async function expectDeskReceives(desk: Baresip, isReceiving: boolean): Promise<void> {
  await expect
    .poll(() => desk.receivedBitrate() > 32_000, {
      message: `desk phone ${desk.extension} receives audio`,
      timeout: 10_000,
    })
    .toBe(isReceiving)
}

/** Long enough that `billsec` is not 0, for which the reason of a normal end would be `no_answer`. */
export const talk = () => sleep(1100)

export interface ReceivedMedia {
  readonly codec: string
  /** Kind of our side of the chosen path: `relay` through a TURN server. */
  readonly candidate: string
  /** Between us and the TURN server. */
  readonly relayProtocol: string
}

/** What the page's newest connection receives, and on which path. */
export async function receivedMedia(phone: PhonePage): Promise<ReceivedMedia> {
  return phone.page.evaluate(async () => {
    const stats = await (Reflect.get(window, 'newestConnection') as RTCPeerConnection).getStats()
    const all: Record<string, string | number | boolean | undefined>[] = []
    stats.forEach((report) => all.push(report))
    const byId = (id: unknown) => all.find((report) => report['id'] === id)
    const inbound = all.find((report) => report['type'] === 'inbound-rtp')
    const transport = all.find((report) => report['type'] === 'transport')
    const pair =
      byId(transport?.['selectedCandidatePairId']) ??
      all.find((report) => report['type'] === 'candidate-pair' && report['selected'] === true)
    const local = byId(pair?.['localCandidateId'])
    return {
      codec: String(byId(inbound?.['codecId'])?.['mimeType'] ?? ''),
      candidate: String(local?.['candidateType'] ?? ''),
      relayProtocol: String(local?.['relayProtocol'] ?? ''),
    }
  })
}
