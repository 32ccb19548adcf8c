/** The pure readers of remote SDP: limits, direction, codecs, identity. */
import { describe, expect, it } from 'vitest'
import { checkRemoteSdp, isAudioRejected, withAudioOnly } from './sdp-limits.ts'
import { preferredCodecs, readAgreedCodecs } from './codecs.ts'
import { ZorioWebphoneError } from '../errors.ts'
import { readRemoteDirection } from './remote-direction.ts'
import { relateAnswers } from './sdp-identity.ts'

function lines(...rows: readonly string[]): string {
  return rows.map((row) => row + '\r\n').join('')
}

const answer = lines(
  'v=0',
  'o=- 1 1 IN IP4 10.0.0.1',
  's=-',
  't=0 0',
  'a=fingerprint:sha-256 AA:BB',
  'm=audio 5000 UDP/TLS/RTP/SAVPF 111 8 101',
  'c=IN IP4 10.0.0.1',
  'a=ice-ufrag:u1',
  'a=ice-pwd:p1',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=sendrecv',
)

function reasonOf(sdp: string): unknown {
  try {
    checkRemoteSdp(sdp)
    return 'taken'
  } catch (error) {
    return error instanceof ZorioWebphoneError ? error.details?.['reason'] : error
  }
}

describe('checkRemoteSdp', () => {
  it.each([
    ['a usable answer', answer, 'taken'],
    ['64 KiB and more', answer + 'a=x\r\n'.repeat(14_000), 'sdp_too_large'],
    [
      '101 candidates',
      answer + 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n'.repeat(101),
      'too_many_candidates',
    ],
    ['100 candidates', answer + 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n'.repeat(100), 'taken'],
    ['nothing', '', 'no_audio'],
    ['video only', answer.replace('m=audio', 'm=video'), 'no_audio'],
    ['plain RTP', answer.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'), 'not_secure'],
    [
      'SDES',
      answer.replace('UDP/TLS/RTP/SAVPF', 'RTP/SAVP').replace(/a=fingerprint.*\r\n/, ''),
      'not_secure',
    ],
    ['no fingerprint', answer.replace(/a=fingerprint.*\r\n/, ''), 'not_secure'],
    [
      'telephone-event alone',
      answer.replace('111 8 101', '101').replace(/a=rtpmap:(111|8) .*\r\n/g, ''),
      'no_common_codec',
    ],
    ['G.729 alone', answer.replace('111 8 101', '18').replace(/a=rtpmap:.*\r\n/g, ''), 'no_common_codec'],
    ['PCMU without rtpmap', answer.replace('111 8 101', '0').replace(/a=rtpmap:.*\r\n/g, ''), 'taken'],
    ['rejected audio needs no codec', lines('v=0', 'm=audio 0 UDP/TLS/RTP/SAVPF 0'), 'taken'],
  ])('%s', (_, sdp, expected) => {
    expect(reasonOf(sdp)).toBe(expected)
  })

  it('reads a port of 64 KiB of digits in time that grows with its length', () => {
    const started = performance.now()
    expect(reasonOf(lines('v=0', 'm=audio ' + '5'.repeat(64_000)))).toBe('no_audio')
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('knows a rejected stream', () => {
    expect(isAudioRejected(answer)).toBe(false)
    expect(isAudioRejected(answer.replace('m=audio 5000', 'm=audio 0'))).toBe(true)
  })
})

describe('withAudioOnly', () => {
  it('leaves plain audio alone', () => {
    expect(withAudioOnly(answer)).toBe(answer)
  })

  it('sets other ports to 0 and takes them out of the bundle', () => {
    const offer = lines(
      'v=0',
      'a=group:BUNDLE v a',
      'm=video 9 X 96',
      'a=mid:v',
      'm=audio 9 X 0',
      'a=mid:a',
      'm=audio 7 X 0',
    )
    expect(withAudioOnly(offer)).toBe(
      lines(
        'v=0',
        'a=group:BUNDLE a',
        'm=video 0 X 96',
        'a=mid:v',
        'm=audio 9 X 0',
        'a=mid:a',
        'm=audio 0 X 0',
      ),
    )
  })
})

describe('readRemoteDirection', () => {
  it.each([
    ['sendonly', answer.replace('a=sendrecv', 'a=sendonly'), 'sendonly'],
    ['recvonly', answer.replace('a=sendrecv', 'a=recvonly'), 'recvonly'],
    ['inactive', answer.replace('a=sendrecv', 'a=inactive'), 'inactive'],
    ['no attribute', answer.replace('a=sendrecv\r\n', ''), 'sendrecv'],
    [
      'of the session',
      answer.replace('a=sendrecv\r\n', '').replace('t=0 0', 't=0 0\r\na=sendonly'),
      'sendonly',
    ],
    ['of the section before the session', answer.replace('t=0 0', 't=0 0\r\na=inactive'), 'sendrecv'],
    ['port 0', answer.replace('m=audio 5000', 'm=audio 0'), 'inactive'],
    ['of another section', answer + lines('m=video 9 X 96', 'a=inactive'), 'sendrecv'],
    ['bare line feeds', answer.replace('sendrecv', 'sendonly').replaceAll('\r\n', '\n'), 'sendonly'],
    ['nothing at all', '', 'inactive'],
  ])('%s', (_, sdp, expected) => {
    expect(readRemoteDirection(sdp)).toBe(expected)
  })
})

describe('relateAnswers', () => {
  it.each([
    ['another o= line', answer.replace('o=- 1 1', 'o=- 1 2'), 'same'],
    ['another direction', answer.replace('sendrecv', 'sendonly'), 'same-transport'],
    ['another ufrag', answer.replace('u1', 'u2'), 'other-fork'],
    ['another fingerprint', answer.replace('AA:BB', 'AA:CC'), 'other-fork'],
  ])('%s', (_, later, expected) => {
    expect(relateAnswers(answer, later)).toBe(expected)
  })
})

describe('codecs', () => {
  it('reads what was agreed', () => {
    expect(readAgreedCodecs(answer)).toEqual({
      audioClockRate: 48_000,
      telephoneEvents: [{ payloadType: 101, clockRate: 8000 }],
    })
    expect(readAgreedCodecs(answer.replace('111 8 101', '8 111 101')).audioClockRate).toBe(8000)
    expect(readAgreedCodecs('')).toEqual({ audioClockRate: 8000, telephoneEvents: [] })
  })

  it('orders by our preference and drops the rest', () => {
    const available = [
      'audio/PCMU',
      'audio/red',
      'audio/CN',
      'audio/telephone-event',
      'audio/opus',
      'audio/PCMA',
    ]
    expect(
      preferredCodecs(available.map((mimeType) => ({ mimeType }))).map((codec) => codec.mimeType),
    ).toEqual(['audio/opus', 'audio/PCMA', 'audio/PCMU', 'audio/telephone-event'])
  })
})
