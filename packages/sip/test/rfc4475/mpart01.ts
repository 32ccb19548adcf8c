import { torture } from './torture-message.ts'
import type { TortureMessage } from './torture-message.ts'

/** RFC 4475 3.1.1.11: a body of two parts, the second one binary (a CMS signature). */
const head = torture(
  '3.1.1.11',
  'mpart01',
  `
MESSAGE sip:kumiko@example.org SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport
Max-Forwards: 70
Route: <sip:127.0.0.1:5080>
Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuLIK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZngQmXc9WNZSDNGCzA+fWl9MEUHWIZo1CeJebdY/XlgKeTa0Olvq0rt70Q5jiSfbqMJmQFteeivUhkMWYUA=
Contact: <sip:fluffy@127.0.0.1:5070>
To: <sip:kumiko@example.org>
From: <sip:fluffy@example.com>;tag=2fb0dcc9
Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..
CSeq: 1 MESSAGE
Content-Transfer-Encoding: binary
Content-Type: multipart/mixed;boundary=7a9cbec02ceef655
Date: Sat, 15 Oct 2005 04:44:56 GMT
User-Agent: SIPimp.org/0.2.5 (curses)
Content-Length: 553

--7a9cbec02ceef655
Content-Type: text/plain
Content-Transfer-Encoding: binary

Hello
--7a9cbec02ceef655
Content-Type: application/octet-stream
Content-Transfer-Encoding: binary

`,
)

const SIGNATURE = [
  '3082015206092a864886f70d010702a08201433082013f0201013109300706052b0e03021a300b06092a864886f70d01',
  '0701318201203082011c020101307c3070310b300906035504061302555331133011060355040813',
  '0a43616c69666f726e69613111300f0603550407130853616e204a6f7365310e300c060355040a13057369706974',
  '3129302706035504',
  '0b13205369706974205465737420436572746966696361746520417574686f7269747902080195007102330113300706',
  '052b0e03021a300d06092a864886f70d01010105000481808ef466f948f0522dd2e5978e9d95aae9f2fe15a06659716292',
  'e8da2aa8d8350a68ceffae3cbd2bff1675ddd5648e593dd64728f26220f7e941749e330d9a15edabdb93d10c42102e7b',
  '7289d29cc0c9ae2efbc7c0cff9172f3b027e4fc027e1546de4b6aa3abb3e66cccb5dd6c64b8383149cb8e6ff182d944f',
  'e57b65bc99d005',
]

export const MPART01: TortureMessage = {
  ...head,
  tail: { hex: SIGNATURE.join(''), end: '\r\n--7a9cbec02ceef655--\r\n' },
}
