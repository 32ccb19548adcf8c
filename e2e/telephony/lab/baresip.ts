// A desk phone that is not ours: registers over UDP, plays a tone, records what it hears, controlled over TCP.
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import { credentialsFor } from './credentials.ts'
import { startDaemon } from './daemon.ts'
import { domain, nodeA, scratchDir, sipSecret } from './paths.ts'
import { sleep, waitFor } from './wait.ts'
import { measureWav, type Heard } from './wav.ts'

export interface BaresipEvent {
  readonly type: string
  readonly param?: string
  readonly peeruri?: string
  readonly peerdisplayname?: string
}

export interface Baresip {
  readonly extension: string
  readonly events: readonly BaresipEvent[]
  /** A command of baresip's menu: `dial`, `accept`, `hangup`, `hold`, `resume`, `sndcode`, `transfer`. */
  command(name: string, params?: string): void
  waitForEvent(type: string, options?: { count?: number; timeoutMs?: number }): Promise<BaresipEvent>
  /** Digits that arrived so far, one per key press. */
  digits(): string
  /** Level and pitch of what this phone hears in the next `ms` milliseconds. */
  heard(ms?: number): Promise<Heard>
  /** Bits per second of audio that arrive. The recorder of this version stops at the first re-INVITE; this goes on. */
  receivedBitrate(): number
  log(): string
  stop(): Promise<void>
}

export interface BaresipOptions {
  readonly extension: string
  readonly ip: string
  readonly displayName?: string
  /** Default PCMU. */
  readonly codec?: 'opus/48000/2' | 'PCMU/8000/1'
  readonly toneHz?: number
  readonly answer?: 'auto' | 'manual'
  /** Proxy to register at. */
  readonly proxyIp?: string
}

let serial = 0

function writeConfig(options: BaresipOptions): string {
  const dir = join(scratchDir, `baresip-${options.extension}-${process.pid}-${++serial}`)
  mkdirSync(join(dir, 'rec'), { recursive: true })
  const { username, password } = credentialsFor(options.extension, { secret: sipSecret, ttlSeconds: 86_400 })
  const modules = ['opus', 'g711', 'sndfile', 'ausine', 'aubridge'].map((name) => `module ${name}.so`)
  const apps = ['menu', 'ctrl_tcp'].map((name) => `module_app ${name}.so`)
  writeFileSync(
    join(dir, 'config'),
    [
      'poll_method epoll',
      `sip_listen ${options.ip}:5060`,
      // The address, not the name of the interface: this version takes nothing else here.
      `net_interface ${options.ip}`,
      'call_max_calls 8',
      'call_local_timeout 120',
      `audio_source ausine,${options.toneHz ?? 440}`,
      // A sink without a sound card.
      'audio_player aubridge,nowhere',
      'audio_alert aubridge,nowhere',
      ...['ausrc_srate 48000', 'ausrc_channels 2'],
      'rtp_ports 10000-12000',
      `snd_path ${join(dir, 'rec')}`,
      'module_path /usr/lib/baresip/modules',
      ...modules,
      ...['module_tmp uuid.so', 'module_tmp account.so'],
      ...apps,
      `ctrl_tcp_listen ${options.ip}:4444`,
      'ringback_disabled yes',
    ].join('\n') + '\n',
  )
  const account = [
    `"${options.displayName ?? `Desk ${options.extension}`}" <sip:${options.extension}@${domain}>`,
    `auth_user=${username}`,
    `auth_pass=${password}`,
    `outbound="sip:${options.proxyIp ?? nodeA.ip}:5060;transport=udp"`,
    `answermode=${options.answer ?? 'auto'}`,
    `audio_codecs=${options.codec ?? 'PCMU/8000/1'}`,
    ...['regint=60', 'mwi=no'],
  ]
  writeFileSync(join(dir, 'accounts'), account.join(';') + '\n')
  writeFileSync(join(dir, 'contacts'), '')
  return dir
}

export async function startBaresip(options: BaresipOptions): Promise<Baresip> {
  const dir = writeConfig(options)
  const daemon = startDaemon({ name: `baresip-${options.extension}`, command: 'baresip', args: ['-f', dir] })
  const control = await waitFor('baresip control', () => connectControl(options.ip))
  const events: BaresipEvent[] = []
  readNetstrings(control, (text) => {
    const message: BaresipEvent & { event?: boolean } = JSON.parse(text)
    if (message.event) events.push(message)
  })
  const command = (name: string, params?: string) => {
    const text = JSON.stringify({ command: name, ...(params === undefined ? {} : { params }) })
    control.write(`${Buffer.byteLength(text)}:${text},`)
  }
  const phone: Baresip = {
    extension: options.extension,
    events,
    command,
    waitForEvent: (type, { count = 1, timeoutMs = 8000 } = {}) =>
      waitFor(
        `baresip ${options.extension}: ${type} (saw ${events.map((e) => e.type).join(' ')})`,
        () => events.filter((event) => event.type === type)[count - 1],
        { timeoutMs },
      ),
    digits: () =>
      events
        .filter((event) => event.type === 'CALL_DTMF_START')
        .map((event) => event.param ?? '')
        .join(''),
    heard: async (ms = 500) => {
      const newest = () =>
        readdirSync(join(dir, 'rec'))
          .filter((name) => name.endsWith('-dec.wav'))
          .sort()
          .at(-1)
      const file = newest()
      if (!file) return { rms: 0, hz: 0 }
      const path = join(dir, 'rec', file)
      const from = statSync(path).size
      await sleep(ms)
      return measureWav(path, from)
    },
    receivedBitrate: () => Number([...daemon.log().matchAll(/audio=\d+\/(\d+) \(bit/g)].at(-1)?.[1] ?? 0),
    log: daemon.log,
    stop: async () => {
      control.destroy()
      await daemon.stop(1500)
    },
  }
  // REGISTER_OK can come before the control socket is connected, so the proxy is asked instead.
  await waitFor(
    `baresip ${options.extension} registered`,
    () => /200 OK|registered successfully/.test(daemon.log()) || events.some((e) => e.type === 'REGISTER_OK'),
  )
  return phone
}

function connectControl(ip: string): Promise<net.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect(4444, ip)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

function readNetstrings(socket: net.Socket, onText: (text: string) => void): void {
  let pending = Buffer.alloc(0)
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const colon = pending.indexOf(0x3a)
      if (colon < 0) return
      const size = Number(pending.subarray(0, colon).toString())
      if (pending.length < colon + 2 + size) return
      onText(pending.subarray(colon + 1, colon + 1 + size).toString())
      pending = pending.subarray(colon + 2 + size)
    }
  })
}
