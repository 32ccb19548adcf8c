import type { MediaDirection, ReadRemoteDirection } from './media-port.ts'

/** RFC 3264 6.1, RFC 8866 6.7: the section's attribute, else the session's, else sendrecv. */
export const readRemoteDirection: ReadRemoteDirection = (sdp) => {
  const [session = '', ...sections] = sdp.split(/^m=/m)
  const audio = sections.find((section) => section.startsWith('audio '))
  if (audio === undefined || /^audio 0[ /]/.test(audio)) return 'inactive'
  return directionIn(audio) ?? directionIn(session) ?? 'sendrecv'
}

function directionIn(text: string): MediaDirection | undefined {
  switch (/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(text)?.[1]) {
    case 'sendrecv':
      return 'sendrecv'
    case 'sendonly':
      return 'sendonly'
    case 'recvonly':
      return 'recvonly'
    case 'inactive':
      return 'inactive'
    default:
      return undefined
  }
}
