// A call as browsers make it: the INVITE with its SDP, the 200, and the 200 to a REGISTER.
export const sampleSdp = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=msid-semantic: WMS stream',
  'm=audio 49203 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126',
  'c=IN IP4 192.0.2.10',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=candidate:1467250027 1 udp 2122260223 192.0.2.10 49203 typ host generation 0 network-id 1',
  'a=candidate:435653019 1 tcp 1518280447 192.0.2.10 9 typ host tcptype active generation 0 network-id 1',
  'a=ice-ufrag:yb1w',
  'a=ice-pwd:Xc8tR2lVhB3pJ0sKq7mWn5aZ',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9',
  'a=setup:actpass',
  'a=mid:0',
  'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'a=sendrecv',
  'a=msid:stream track',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=rtpmap:9 G722/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:13 CN/8000',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=ssrc:2345678901 cname:kYw2mQxTz',
  '',
].join('\r\n')

const withBody = (head, body) =>
  `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
const dialog = [
  'From: "Nguyen An" <sip:1001@pbx.example>;tag=as7d6f5g',
  'Call-ID: 8f14e45f-ceea-467f-a8e3-6f9e8c1d2b3a',
]

export const sampleMessages = {
  INVITE: withBody(
    [
      'INVITE sip:1002@pbx.example SIP/2.0',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks',
      'Max-Forwards: 70',
      ...dialog,
      'To: <sip:1002@pbx.example>',
      'CSeq: 4711 INVITE',
      'Contact: <sip:h8g7f6@df7jal23ls0d.invalid;transport=ws;ob>',
      'Allow: INVITE,ACK,CANCEL,BYE,UPDATE,INFO,OPTIONS,REFER,NOTIFY,PRACK',
      'Supported: outbound,gruu,replaces,timer,100rel',
      'Session-Expires: 1800',
      'User-Agent: bench',
      'Content-Type: application/sdp',
    ],
    sampleSdp,
  ),
  '200 INVITE': withBody(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;received=192.0.2.10',
      'Record-Route: <sip:pbx.example;transport=ws;lr;r2=on>',
      ...dialog,
      'To: <sip:1002@pbx.example>;tag=bv98gh',
      'CSeq: 4711 INVITE',
      'Contact: <sip:1002@192.0.2.77:5060>',
      'Allow: INVITE,ACK,BYE',
      'Content-Type: application/sdp',
    ],
    sampleSdp,
  ),
  '200 REGISTER': withBody(
    [
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bKnashds7;received=192.0.2.10',
      'From: <sip:1001@pbx.example>;tag=65bnmj34qjfbgh',
      'To: <sip:1001@pbx.example>;tag=9as8d7',
      'Call-ID: edbe1f2c8b01',
      'CSeq: 1827 REGISTER',
      'Contact: <sip:h8g7f6@df7jal23ls0d.invalid;transport=ws>;expires=300',
      'Server: bench',
    ],
    '',
  ),
}

/** The same message from a hundred transactions: nothing that a parser may remember comes twice within them. */
export const variantsOf = (text, count = 100) =>
  Array.from({ length: count }, (_, index) => {
    const digits = String(index).padStart(2, '0')
    return text.replaceAll(
      /(;branch=z9hG4bK|;tag=|Call-ID: |Contact: <sip:|Record-Route: <sip:|CSeq: |^To: <sip:)(..)/gm,
      `$1${digits}`,
    )
  })
