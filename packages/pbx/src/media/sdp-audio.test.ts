import { expect, test } from 'vitest'
import { readAudioSection } from './sdp-audio.ts'

test('a browser that restarted its ICE counts that in its candidates; a fresh connection of ours must not see it', () => {
  const sdp = [
    'v=0',
    'o=- 1 3 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'c=IN IP4 0.0.0.0',
    'a=candidate:1 1 udp 2122194687 127.0.0.1 56311 typ host generation 1 network-id 3',
    'a=ice-ufrag:AemJ',
    'a=ice-pwd:kVGYAxsRw1tV3GSrayLzNKVu',
    'a=fingerprint:sha-256 2C:22',
    'a=setup:active',
    'a=mid:0',
    'a=sendrecv',
    '',
  ].join('\r\n')
  expect(readAudioSection(sdp)?.candidates).toEqual([
    '1 1 udp 2122194687 127.0.0.1 56311 typ host network-id 3',
  ])
})
