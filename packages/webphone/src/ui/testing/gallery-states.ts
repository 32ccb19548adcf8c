/** Every state of the UI by name: shown in the gallery, checked by axe, printed on the contact sheet. */
import type { CallRecordBody } from '@zorio/contract'
import type { WebphoneEvents } from '../../events.ts'
import type { AudioDevice } from '../../phone-api.ts'
import type { LogEntry } from '../call-log.ts'
import type { PhoneUiOptions } from '../ui-options.ts'
import type { CallPatch } from './fake-call.ts'
import { createFakeOffer } from './fake-offer.ts'
import type { FakePhone } from './fake-phone.ts'

export interface GalleryState {
  readonly name: string
  readonly options?: PhoneUiOptions
  readonly log?: readonly LogEntry[]
  readonly arrange?: (phone: FakePhone) => void
  /** Texts, labels or `part` names clicked in this order once it is drawn; `=text` types into the number box, `?` where it exists, `~selector` waits for it. */
  readonly act?: readonly string[]
}

const an: CallPatch = { number: '0987654321', contact: { id: 7, full_name: 'Nguyễn Hoàng An' } }
const talk: CallPatch & { billsec: number } = {
  state: 'answered',
  answeredAt: 1,
  media: 'connected',
  billsec: 154,
}
const binh: CallPatch = { number: '02838221234', displayName: 'Công ty Bình Minh' }

const devices: readonly AudioDevice[] = [
  { kind: 'audioinput', deviceId: 'headset', label: 'Jabra Evolve2 40 – Microphone' },
  { kind: 'audiooutput', deviceId: 'headset', label: 'Jabra Evolve2 40' },
  { kind: 'audiooutput', deviceId: 'speaker', label: 'Loa ngoài (Realtek Audio)' },
]

const minute = 60_000
const entry = (uuid: string, minutesAgo: number, rest: Partial<LogEntry>): LogEntry => ({
  uuid,
  number: '0987654321',
  name: '',
  direction: 'outgoing',
  startedAt: Date.now() - minutesAgo * minute,
  billsec: 0,
  reason: 'normal_clearing',
  isMissed: false,
  isSeen: true,
  ...rest,
})

export const galleryLog: readonly LogEntry[] = [
  entry('a', 4, {
    name: 'Nguyễn Hoàng An',
    direction: 'incoming',
    isMissed: true,
    isSeen: false,
    reason: 'originator_cancel',
  }),
  entry('b', 17, { name: 'Công ty Bình Minh', number: '02838221234', billsec: 312 }),
  entry('c', 51, { number: '0912345678', reason: 'busy' }),
  entry('d', 1500, { name: 'Trần Thị Mỹ Duyên', number: '0356789012', direction: 'incoming', billsec: 45 }),
  entry('e', 1700, { name: 'Kỹ thuật', number: '1002', reason: 'no_answer' }),
  entry('f', 4300, { number: '0281234567', direction: 'incoming', isMissed: true, reason: 'no_answer' }),
]

const ready: PhoneUiOptions = { offerReadinessCheck: false }
const endWith =
  (reason: string, billsec = 0, patch: CallPatch = {}) =>
  (phone: FakePhone): void => {
    const call = phone.addCall({ ...an, ...patch, ...(billsec ? talk : {}) })
    phone.end(call, reason, billsec)
  }
const noContact = { contact: null, displayName: '' }

type Measured = Pick<WebphoneEvents['call_stats'], 'mos' | 'loss_ratio' | 'jitter_ms' | 'round_trip_ms'>

function measure(phone: FakePhone, measured: Measured): void {
  const call = phone.calls[0] ?? phone.addCall({ ...an, ...talk })
  phone.emit('call_stats', { call, ...measured })
}

function warn(phone: FakePhone, warning: WebphoneEvents['call_quality']['warning']): void {
  const [call] = phone.calls
  if (call)
    phone.emit('call_quality', { call, warning, is_raised: true, hop: 'network', remedy: '', mos: 3.6 })
}

function plugIn(phone: FakePhone): void {
  for (const list of [devices.slice(1), devices]) {
    phone.setDevices(list)
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }
}

const missedRecord = (number: string): CallRecordBody => ({
  uuid: 'missed-1',
  direction: 'inbound',
  source_type: 'inbound',
  caller_number: number,
  destination_number: '1001',
  extension_number: '1001',
  start_time: new Date(Date.now() - 2 * minute).toISOString(),
  answer_time: null,
  end_time: new Date(Date.now() - minute).toISOString(),
  duration: 20,
  billsec: 0,
  result: 'cancelled',
  hangup_cause: 'ORIGINATOR_CANCEL',
})

export const galleryStates: readonly GalleryState[] = [
  {
    name: 'connecting',
    options: ready,
    arrange: (phone) => phone.change({ status: 'connecting' }),
    act: ['status'],
  },
  {
    name: 'registering',
    options: ready,
    arrange: (phone) => phone.change({ status: 'registering' }),
    act: ['status'],
  },
  { name: 'ready' },
  { name: 'dialling a number', options: ready, act: ['=0987654321'] },
  { name: 'search', options: ready, log: galleryLog, act: ['=n'.concat('g')] },
  {
    name: 'reconnecting',
    options: ready,
    arrange: (phone) => phone.change({ status: 'reconnecting', reconnect: { attempt: 3, delayMs: 4000 } }),
  },
  {
    name: 'offline',
    options: ready,
    arrange: (phone) => phone.change({ status: 'unregistered' }),
    act: ['status'],
  },
  { name: 'microphone denied', options: ready, arrange: (phone) => phone.fail('microphone_denied') },
  {
    name: 'incoming',
    options: { ...ready, onOpenContact: () => {} },
    arrange: (phone) => void phone.ring(an),
  },
  {
    name: 'incoming, unknown',
    options: ready,
    arrange: (phone) => void phone.ring({ number: '02838221234' }),
  },
  {
    name: 'audio blocked',
    options: ready,
    arrange: (phone) => {
      phone.ring(an)
      phone.change({ isAudioBlocked: true })
    },
  },
  {
    name: 'outgoing',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...binh, state: 'ringing', media: 'connecting' }),
  },
  {
    name: 'in call',
    options: { ...ready, quality: { 'call-1': 3 }, onOpenContact: () => {} },
    arrange: (phone) => void phone.addCall({ ...an, ...talk, direction: 'incoming' }),
  },
  {
    name: 'muted',
    options: { ...ready, quality: { 'call-1': 2 } },
    arrange: (phone) => void phone.addCall({ ...an, ...talk, isMuted: true }),
  },
  {
    name: 'on hold',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...an, ...talk, isHeld: true, heldAt: Date.now() - 37_000 }),
  },
  {
    name: 'second call',
    options: ready,
    arrange: (phone) => void (phone.addCall({ ...an, ...talk }), phone.ring(binh)),
  },
  {
    name: 'several calls',
    options: ready,
    arrange: (phone) => {
      phone.addCall({ ...an, ...talk, isHeld: true, heldAt: Date.now() - 65_000 })
      phone.addCall({ ...binh, ...talk, billsec: 12 })
    },
  },
  {
    name: 'keypad in call',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...an, ...talk }),
    act: ['control:2', 'key:0', 'key:4', 'key:10'],
  },
  {
    name: 'transfer',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...an, ...talk }),
    act: ['control:3', '=1002'],
  },
  {
    name: 'asking first',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...an, ...talk }),
    act: ['control:3', '=1002', 'pair:0'],
  },
  {
    name: 'transfer failed',
    options: ready,
    arrange: (phone) =>
      void phone.addCall({
        ...an,
        ...talk,
        transferProgress: { kind: 'blind', target: '1002', state: 'failed', sipStatus: 486 },
      }),
  },
  { name: 'ended', options: ready, arrange: endWith('normal_clearing', 154) },
  { name: 'busy', options: ready, arrange: endWith('busy') },
  {
    name: 'bad number',
    options: ready,
    arrange: endWith('unallocated_number', 0, { ...noContact, number: '0999' }),
  },
  {
    name: 'network fault',
    options: ready,
    arrange: endWith('normal_temporary_failure', 0, {
      hangupDetail: {
        reason: 'normal_temporary_failure',
        cause: 'NORMAL_TEMPORARY_FAILURE',
        sip_status: 503,
        who: 'remote',
      },
    }),
  },
  { name: 'recents', options: ready, log: galleryLog, act: ['tab:1'] },
  { name: 'recents, empty', options: ready, act: ['tab:1'] },
  {
    name: 'settings',
    options: { ...ready, shortcuts: true },
    arrange: (phone) => phone.setDevices(devices),
    act: ['tab:2'],
  },
  { name: 'readiness', act: ['open-duty'] },
  {
    name: 'minimised in a call',
    options: ready,
    arrange: (phone) => void phone.addCall({ ...an, ...talk }),
    act: ['?minimise'],
  },
  {
    name: 'quality details',
    options: ready,
    arrange: (phone) => {
      measure(phone, { loss_ratio: 0.112, jitter_ms: 61, round_trip_ms: 310, mos: 2.9 })
      warn(phone, 'low_mos')
    },
    act: ['bars'],
  },
  {
    name: 'network bad',
    options: ready,
    arrange: (phone) => {
      measure(phone, { loss_ratio: 0.071, jitter_ms: 48, round_trip_ms: 310, mos: 3.6 })
      warn(phone, 'high_loss')
    },
  },
  { name: 'keyboard', options: { ...ready, shortcuts: true }, act: ['tab:2', 'keys'] },
  { name: 'call details', options: ready, log: galleryLog, act: ['tab:1', 'entry:1'] },
  { name: 'headset plugged in', options: ready, arrange: (phone) => plugIn(phone) },
  {
    name: 'was out of reach',
    options: ready,
    arrange: (phone) =>
      phone.emit('reachability_restored', { blind_ms: 185_000, missed: [missedRecord('0912345678')] }),
  },
  {
    name: 'reloaded in a call',
    options: ready,
    arrange: (phone) => {
      const who = { number: '0987654321', displayName: 'Nguyễn Hoàng An' }
      phone.emit('call_recoverable', { offer: createFakeOffer(phone, who) })
    },
  },
  { name: 'another tab', options: { ...ready, isActiveElsewhere: true }, log: galleryLog },
  {
    name: 'sound in another tab',
    options: ready,
    arrange: (phone) => {
      Object.assign(phone, { isLeading: false })
      phone.addCall({ ...an, ...talk })
    },
  },
]
