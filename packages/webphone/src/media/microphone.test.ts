/** The rules around getUserMedia, with a navigator of the test; the real one is in test/media. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMicrophone } from './microphone.ts'

interface Stub {
  asked: MediaStreamConstraints[]
  tracks: { stopped: boolean }[]
}

function stubStream(tracks: Stub['tracks']): MediaStream {
  const track = { stopped: false, stop: () => void (track.stopped = true) }
  tracks.push(track)
  // Only what the microphone touches.
  return { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream
}

function stubNavigator(
  answer: (constraints: MediaStreamConstraints, stub: Stub) => Promise<MediaStream>,
): Stub {
  const stub: Stub = { asked: [], tracks: [] }
  const getUserMedia = (constraints: MediaStreamConstraints): Promise<MediaStream> => {
    stub.asked.push(constraints)
    return answer(constraints, stub)
  }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  return stub
}

const refuse = (name: string) => () => Promise.reject(new DOMException('no', name))
const give = (_: MediaStreamConstraints, stub: Stub) => Promise.resolve(stubStream(stub.tracks))
const deviceIds = (stub: Stub) =>
  stub.asked.map(({ audio }) => (audio === true ? undefined : audio || undefined)?.deviceId)

describe('createMicrophone', () => {
  beforeEach(() => {
    vi.stubGlobal('document', {})
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it.each([
    ['NotAllowedError', 'microphone_denied'],
    ['SecurityError', 'microphone_forbidden'],
    ['NotFoundError', 'microphone_not_found'],
    ['OverconstrainedError', 'microphone_not_found'],
    ['NotReadableError', 'microphone_in_use'],
    ['AbortError', 'microphone_in_use'],
    ['SomethingNew', 'microphone_denied'],
  ])('%s becomes %s', async (name, code) => {
    stubNavigator(refuse(name))
    await expect(createMicrophone(() => undefined).open()).rejects.toMatchObject({ code, details: { name } })
  })

  it('says forbidden when the policy of the frame is why', async () => {
    vi.stubGlobal('document', { featurePolicy: { allowsFeature: () => false } })
    stubNavigator(refuse('NotAllowedError'))
    await expect(createMicrophone(() => undefined).open()).rejects.toMatchObject({
      code: 'microphone_forbidden',
    })
  })

  it('says forbidden where there are no devices at all (insecure page)', async () => {
    vi.stubGlobal('navigator', {})
    await expect(createMicrophone(() => undefined).open()).rejects.toMatchObject({
      code: 'microphone_forbidden',
    })
  })

  it('asks for echo cancellation, and for no device when the default is chosen', async () => {
    const stub = stubNavigator(give)
    await createMicrophone(() => 'default').open()
    expect(stub.asked).toEqual([
      { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false },
    ])
  })

  it('takes the default when the chosen device is gone, but not for a device that was asked for by name', async () => {
    const stub = stubNavigator((constraints, given) =>
      JSON.stringify(constraints).includes('gone')
        ? refuse('OverconstrainedError')()
        : give(constraints, given),
    )
    const microphone = createMicrophone(() => 'gone')
    await microphone.open()
    expect(deviceIds(stub)).toEqual([{ exact: 'gone' }, undefined])
    await expect(microphone.open('gone')).rejects.toMatchObject({ code: 'microphone_not_found' })
    expect(stub.asked).toHaveLength(3)
  })

  it('does not ask again after a no', async () => {
    const stub = stubNavigator(refuse('NotAllowedError'))
    await expect(createMicrophone(() => 'chosen').open()).rejects.toMatchObject({ code: 'microphone_denied' })
    expect(stub.asked).toHaveLength(1)
  })

  it('gives up on a prompt that nobody answers, and releases what comes after', async () => {
    let answer = (_stream: MediaStream): void => undefined
    const stub = stubNavigator(() => new Promise((resolve) => (answer = resolve)))
    const opening = createMicrophone(() => undefined).open()
    const refused = expect(opening).rejects.toMatchObject({ details: { reason: 'prompt_ignored' } })
    await vi.advanceTimersByTimeAsync(25_000)
    await refused
    answer(stubStream(stub.tracks))
    await vi.advanceTimersByTimeAsync(0)
    expect(stub.tracks).toMatchObject([{ stopped: true }])
  })
})
