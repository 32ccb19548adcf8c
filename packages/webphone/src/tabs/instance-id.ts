/**
 * One SIP instance id per tab that outlives a reload (RFC 5626 4.1), so that the registrar sees the same phone again and
 * contacts do not pile up. A duplicated tab gets a copy of sessionStorage: the id lies there only while no page uses it.
 */
import type { PageSignal, PageSignals } from '../base/page-signals-port.ts'
import type { TabStorage } from './tab-port.ts'

export interface InstanceId {
  /** Once per phone; without usable storage an id of this page alone. */
  take(extension: string): string
  /** The page's signals, watched on the way: the id goes back when the page or the phone ends. */
  watch(page: PageSignals): PageSignals
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `storage` may throw: it can be refused or partitioned away. */
export function createInstanceId(storage: () => TabStorage, uuid: () => string): InstanceId {
  let key = ''
  let id = ''
  const hide = () => quietly(() => storage().removeItem(key))
  const putBack = () => void (id && quietly(() => storage().setItem(key, id)))
  const onSignal = (signal: PageSignal) => {
    if (signal === 'pagehide') putBack()
    if (signal === 'pageshow') hide()
  }
  return {
    take(extension) {
      key = `zorio-webphone.instance.${extension}`
      const found = quietly(() => storage().getItem(key)) ?? ''
      id = uuidShape.test(found) ? found : uuid()
      hide()
      return id
    },
    watch: (page) => (listener) => {
      const leave = page((signal) => {
        onSignal(signal)
        listener(signal)
      })
      return () => {
        putBack()
        leave()
      }
    },
  }
}

function quietly<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
