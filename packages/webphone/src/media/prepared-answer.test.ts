import { describe, expect, it } from 'vitest'
import { keepCandidatesBack } from './prepared-answer.ts'

const lines = (...all: string[]) => all.map((line) => `${line}\r\n`).join('')
const session = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0']
const audio = ['m=audio 4000 UDP/TLS/RTP/SAVPF 0', 'a=ice-ufrag:u']
const one = 'candidate:1 1 udp 1 192.0.2.1 4000 typ host'
const two = 'candidate:2 1 udp 2 198.51.100.1 4000 typ srflx raddr 0.0.0.0 rport 0'

describe('keepCandidatesBack', () => {
  it('takes every candidate out, with the end of them, and nothing else', () => {
    const offer = lines(...session, ...audio, `a=${one}`, `a=${two}`, 'a=end-of-candidates', 'a=sendrecv')
    expect(keepCandidatesBack(offer)).toEqual({
      offer: lines(...session, ...audio, 'a=sendrecv'),
      candidates: [
        { candidate: one, sdpMLineIndex: 0 },
        { candidate: two, sdpMLineIndex: 0 },
      ],
    })
  })

  it('those of a refused section are of no use; the index is that of the audio', () => {
    const video = ['m=video 0 UDP/TLS/RTP/SAVPF 96', 'a=candidate:9 1 udp 1 192.0.2.9 1 typ host']
    const kept = keepCandidatesBack(lines(...session, ...video, ...audio, `a=${one}`))
    expect(kept.offer).not.toContain('candidate')
    expect(kept.candidates).toEqual([{ candidate: one, sdpMLineIndex: 1 }])
  })

  it('an offer without any stays as it is', () => {
    const offer = lines(...session, ...audio)
    expect(keepCandidatesBack(offer)).toEqual({ offer, candidates: [] })
  })
})
