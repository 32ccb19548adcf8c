/** A place where everything works, until the test changes a part of it. Time is vitest's. */
import type { DiagnosePorts, TestCall } from '../diagnose-port.ts'
import type { MediaStats } from '../../media/media-port.ts'
import type { SipConfigBody } from '@zorio/contract'

export const goodConfig: SipConfigBody = {
  ...{ extension: '1001', display_name: 'A', domain: 'pbx.example', username: 'u', password: 'p' },
  wss_urls: ['wss://sip.example/ws', 'wss://sip2.example/ws'],
  credentials_ttl: 3600,
  ice_servers: [
    { urls: ['stun:stun.example'] },
    { urls: ['turn:turn.example'], username: 'u', credential: 'secret-credential' },
  ],
  ...{ ice_transport_policy: 'all', register_expires: 300, keepalive_seconds: 25 },
}

export const never = (): Promise<never> => new Promise(() => {})

export interface FakeNetwork {
  lossRatio: number
  jitterSeconds: number
  roundTripSeconds: number
  isReceiving: boolean
}

/** Fifty packets a second. */
function statsAt(seconds: number, network: FakeNetwork): MediaStats {
  const sent = Math.round(seconds * 50)
  const lost = Math.round(sent * network.lossRatio)
  return {
    ...{ packetsSent: sent, packetsReceived: network.isReceiving ? sent - lost : 0, packetsLost: lost },
    ...{ jitterSeconds: network.jitterSeconds },
    ...{
      roundTripSeconds: network.roundTripSeconds,
      inboundEnergy: seconds,
      bufferTargetSeconds: 0,
      bufferSamples: 0,
    },
  }
}

export function createFakePlace(changes: Partial<DiagnosePorts> = {}) {
  const network: FakeNetwork = {
    ...{ lossRatio: 0, jitterSeconds: 0.004, roundTripSeconds: 0.02 },
    isReceiving: true,
  }
  const asked: string[] = []
  const call: TestCall = {
    stats: () => Promise.resolve(statsAt(Date.now() / 1000, network)),
    hangup: async () => void asked.push('hangup'),
  }
  const phone = {
    registered: async () => {},
    call: async (number: string) => {
      asked.push(`call ${number}`)
      return call
    },
    close: async () => void asked.push('close'),
  }
  const ports: DiagnosePorts = {
    now: () => Date.now(),
    isSecureContext: () => true,
    fetchConfig: async () => goodConfig,
    openSocket: async () => {},
    openMicrophone: async () => ({ label: 'Micro', peak: 0.1 }),
    tryOutput: async () => ({ isPlaying: true, deviceCount: 1 }),
    gather: async () => 'found',
    openPhone: async (input) => {
      asked.push(`phone ${input}`)
      return phone
    },
    ...changes,
  }
  return { ports, network, phone, asked }
}
