/** A headset is plugged in or pulled out: said by its name, with the way to choose. */
import type { AudioDevice } from '../../phone-api.ts'
import type { RequestContext } from '../requests/request-map.ts'
import { showNotice } from './notices.ts'

/** Browsers list the system's choice as devices of their own; names are there once the microphone was allowed. */
const isReal = ({ deviceId, label }: AudioDevice): boolean =>
  label !== '' && !['', 'default', 'communications'].includes(deviceId)

export function watchDevices(context: RequestContext): () => void {
  const { phone, browser, set } = context
  let known: readonly AudioDevice[] | null = null
  const read = async (): Promise<void> => {
    const devices = await phone.listDevices()
    const before = known?.filter(isReal)
    known = devices
    set({ devices })
    if (before?.length) tellChange(context, before, devices.filter(isReal))
  }
  // A browser that lists nothing has nothing to tell.
  const readQuietly = (): void => void read().catch(() => {})
  readQuietly()
  const stops = [
    browser.onDevicesChanged(readQuietly),
    phone.on('device_changed', ({ kind, device_id }) => {
      const name = known?.find((one) => one.kind === kind && one.deviceId === device_id)?.label ?? ''
      const isMicrophone = kind === 'audioinput'
      const text = isMicrophone ? 'microphoneSwitched' : 'speakerSwitched'
      const plain = isMicrophone ? 'microphoneSwitchedPlain' : 'speakerSwitchedPlain'
      showNotice(context, {
        id: 'devices',
        tone: 'info',
        text: name ? text : plain,
        values: { name },
        action: 'settings',
      })
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

function tellChange(
  context: RequestContext,
  before: readonly AudioDevice[],
  after: readonly AudioDevice[],
): void {
  const lacks = (list: readonly AudioDevice[]) => (device: AudioDevice) =>
    list.every(({ kind, deviceId }) => kind !== device.kind || deviceId !== device.deviceId)
  const added = after.find(lacks(before))
  const gone = before.find(lacks(after))
  const device = added ?? gone
  if (!device) return
  const text = added ? 'devicePlugged' : 'deviceGone'
  showNotice(context, {
    id: 'devices',
    tone: 'info',
    text,
    values: { name: device.label },
    action: 'settings',
  })
}
