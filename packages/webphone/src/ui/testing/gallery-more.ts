/** What the phone can also look like: too alike for the picture, but met by axe and by the small windows. */
import type { GalleryState } from './gallery-states.ts'
import type { FakePhone } from './fake-phone.ts'

const ready = { offerReadinessCheck: false }
const talk = { number: '0987654321', state: 'answered', answeredAt: 1, media: 'connected' } as const
const talkTo =
  (patch: Parameters<FakePhone['addCall']>[0]) =>
  (phone: FakePhone): void =>
    void phone.addCall({ ...talk, billsec: 154, ...patch })

/** The gallery is asked for no permission: a stream of nothing, or the refusal. */
function giveMicrophone(isThere: boolean): void {
  navigator.mediaDevices.getUserMedia = async () => {
    if (!isThere) throw new DOMException('', 'NotFoundError')
    return new AudioContext().createMediaStreamDestination().stream
  }
}

export const moreStates: readonly GalleryState[] = [
  { name: 'ready, in words', options: ready, act: ['status'] },
  {
    name: 'sound blocked in another tab',
    options: ready,
    arrange: (phone) => {
      Object.assign(phone, { isLeading: false })
      talkTo({})(phone)
      phone.change({ isAudioBlocked: true })
    },
  },
  {
    name: 'checking the connection',
    options: ready,
    arrange: (phone) => phone.change({ status: 'stale' }),
    act: ['status'],
  },
  {
    name: 'reconnecting, in words',
    options: ready,
    arrange: (phone) => phone.change({ status: 'reconnecting', reconnect: { attempt: 2, delayMs: 2000 } }),
    act: ['status'],
  },
  {
    name: 'signed out',
    options: ready,
    arrange: (phone) => phone.change({ status: 'disconnected' }),
    act: ['status'],
  },
  {
    name: 'incoming, silenced, no number',
    options: ready,
    arrange: (phone) => void phone.ring({ number: '' }),
    act: ['silence'],
  },
  {
    name: 'answering, and calls in every condition',
    options: ready,
    arrange: (phone) => {
      talkTo({ number: '1002', isRemoteHeld: true })(phone)
      talkTo({ number: '1003', media: 'connecting' })(phone)
      talkTo({ number: '1004', media: 'interrupted' })(phone)
      phone.addCall({ number: '1005', direction: 'incoming', state: 'answering' })
    },
  },
  {
    name: 'being transferred, digits received',
    options: ready,
    arrange: talkTo({
      isMuted: true,
      receivedDigits: '15#',
      transferProgress: { kind: 'blind', target: '1002', state: 'pending' },
    }),
  },
  { name: 'adding a call', options: ready, arrange: talkTo({}), act: ['control:4'] },
  { name: 'devices in a call', options: ready, arrange: talkTo({}), act: ['control:5'] },
  {
    name: 'quality, nothing measured',
    options: { ...ready, quality: { 'call-1': 3 } },
    arrange: talkTo({}),
    act: ['bars'],
  },
  {
    name: 'testing the microphone',
    options: ready,
    arrange: () => giveMicrophone(true),
    act: ['tab:2', 'test:0', '~[role=meter]'],
  },
  {
    name: 'recording',
    options: ready,
    arrange: () => giveMicrophone(true),
    act: ['tab:2', 'test:1', '~[role=meter]'],
  },
  {
    name: 'readiness, failed',
    arrange: () => giveMicrophone(false),
    act: ['open-duty', 'call', '~.checks li:last-of-type:is(.ok, .warning, .failed)'],
  },
]
