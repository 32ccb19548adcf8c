/** A real phone whose outside world is a test's: PBX, back end, page and, if wanted, time and audio. */
import { ZorioWebphone } from '../index.ts'
import { createFakeSockets } from '../testing/fake-socket.ts'
import { createSilentAudio } from './silent-audio.ts'
import { createTestClock, engineClockOf } from './test-clock.ts'
import { createTestPbx } from './test-pbx.ts'
import { createTestPorts } from './test-ports.ts'
import { testCallOf } from './test-call.ts'
import type { ConnectOptions } from '../options.ts'
import type { MediaPort } from '../media/media-port.ts'
import type { StartingPorts } from '../ports.ts'
import type { TestCall } from './test-call.ts'
import type { TestClock } from './test-clock.ts'
import type { TestPbx } from './test-pbx.ts'

export interface TestPhoneOptions extends Partial<ConnectOptions> {
  /**
   * Default a clock of the phone's own, which stands still until `advance`. `'real'`: the page's timers, also those that a test
   * framework has replaced.
   */
  clock?: TestClock | 'real'
  /** Default `1001`. */
  extension?: string
  /** Default `Agent 1001`. */
  displayName?: string
  /** Who has which number: `{ '0987654321': 'Nguyễn An' }`. */
  contacts?: Readonly<Record<string, string>>
  /** How other numbers behave, by a test number: `{ '0912345678': '9200' }` answers as 9200 does. */
  numbers?: Readonly<Record<string, string>>
  /** `none`: signalling only, anywhere. `loopback`: real WebRTC inside this page, in browsers. Default `none`. */
  audio?: 'none' | 'loopback'
}

export interface IncomingOptions {
  /** Digits, `+` before them if you like. */
  from: string
  /** The caller's name: shown, and found by the contact lookup. */
  contact?: string
}

export interface TestPhone {
  /** What `ZorioWebphone.connect()` gives. */
  readonly phone: ZorioWebphone
  readonly clock: TestClock
  /** The far ends of the calls that live, oldest first. */
  readonly calls: readonly TestCall[]
  /** Somebody calls; resolves when the phone rings. Rejects while it is not registered. */
  simulateIncoming(options: IncomingOptions): Promise<TestCall>
  /** Cuts the WebSocket without a close frame; for `refuseMs` (default 0) no new one is taken. */
  dropSocket(options?: { refuseMs?: number }): Promise<void>
  /** `clock.advance`. */
  advance(ms: number): Promise<void>
  /** Disconnects. */
  close(): Promise<void>
}

const domain = 'pbx.test'
/** Network and page take this long at most until something has happened, on the test's clock. */
const stepMs = 50
const patienceMs = 5000

/** A phone that is registered, unless `autoRegister` is false. Rejects as `ZorioWebphone.connect` does. */
export async function createTestPhone(options: TestPhoneOptions = {}): Promise<TestPhone> {
  const test = await connectTestPhone(options)
  if (options.autoRegister !== false) await reach(test.clock, () => test.phone.status === 'registered')
  return test
}

/**
 * From now on `ZorioWebphone.connect()` gives test phones, for applications that call it themselves; options of the application
 * win. Each is handed to `onPhone` before the application has it. Returns what undoes that.
 */
export function installTestPhones(
  options: TestPhoneOptions = {},
  onPhone: (test: TestPhone) => void = () => undefined,
): () => void {
  const { connect } = ZorioWebphone
  ZorioWebphone.connect = async (given) => {
    const test = await connectTestPhone({ ...options, ...given })
    onPhone(test)
    return test.phone
  }
  return () => {
    ZorioWebphone.connect = connect
  }
}

async function connectTestPhone(options: TestPhoneOptions): Promise<TestPhone> {
  const {
    clock: wanted,
    extension = '1001',
    displayName,
    contacts = {},
    numbers = {},
    audio,
    ...rest
  } = options
  const clock = engineClockOf(wanted ?? createTestClock())
  const sockets = createFakeSockets()
  const names = new Map(Object.entries(contacts))
  const account = { extension, displayName: displayName ?? `Agent ${extension}`, domain }
  const sound =
    audio === 'loopback'
      ? (await import('./loop-audio.ts')).createLoopAudio(options.dtmfWorkerUrl)
      : createSilentAudio(clock)
  const numberFor = (dialled: string) => numbers[dialled] ?? dialled
  const pbx = createTestPbx({ clock, sockets, audio: sound, extension, domain, numberFor })
  const phone = await ZorioWebphone.connectWith(
    { apiBase: `https://${domain}`, token: 'test', ...rest },
    (settings, real) =>
      createTestPorts(
        { clock, sockets, media: sound.mediaFor(() => mediaOf(real(settings))), account, contacts: names },
        settings,
      ),
  )
  return testPhoneOf({ phone, clock, pbx, names })
}

async function mediaOf({ connected }: StartingPorts): Promise<MediaPort> {
  return (await connected).media
}

function testPhoneOf({
  phone,
  clock,
  pbx,
  names,
}: {
  phone: ZorioWebphone
  clock: TestClock
  pbx: TestPbx
  names: Map<string, string>
}): TestPhone {
  return {
    phone,
    clock,
    get calls() {
      return pbx.calls.map((far) => testCallOf(far, clock))
    },
    async simulateIncoming({ from, contact }) {
      if (contact !== undefined) names.set(from, contact)
      const before = new Set(phone.calls)
      const far = await pbx.ring({ number: from, displayName: contact ?? '' })
      await reach(clock, () => far.hasEnded || phone.calls.some((call) => !before.has(call)))
      return testCallOf(far, clock)
    },
    async dropSocket({ refuseMs = 0 } = {}) {
      pbx.cutSocket({ refuseMs })
      await clock.advance(0)
    },
    advance: (ms) => clock.advance(ms),
    async close() {
      await Promise.all([phone.disconnect(), clock.advance(stepMs)])
    },
  }
}

async function reach(clock: TestClock, isThere: () => boolean): Promise<void> {
  for (let ms = 0; !isThere() && ms < patienceMs; ms += stepMs) await clock.advance(stepMs)
  if (!isThere()) throw new Error(`The test phone did not get there in ${patienceMs} ms of its clock.`)
}
