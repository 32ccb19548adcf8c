/** Every outcome of a check: what it means for calls, and what to do, in both languages. Each has a row in docs/diagnose.md. */

export type CheckStatus = 'ok' | 'warn' | 'fail' | 'skipped'

interface Finding {
  readonly status: CheckStatus
  readonly vi: string
  readonly en: string
}

const ok = (vi: string, en: string): Finding => ({ status: 'ok', vi, en })
const warn = (vi: string, en: string): Finding => ({ status: 'warn', vi, en })
const fail = (vi: string, en: string): Finding => ({ status: 'fail', vi, en })
const skipped = (vi: string, en: string): Finding => ({ status: 'skipped', vi, en })

export const findings = {
  secure_context_ok: ok('Trang an toàn (HTTPS).', 'The page is secure (HTTPS).'),
  secure_context_missing: fail(
    'Mở trang bằng https://; trình duyệt chỉ cho dùng micro trên trang an toàn.',
    'Open the page by https://; browsers give the microphone to secure pages only.',
  ),
  api_ok: ok('Máy chủ trả lời.', 'The server answers.'),
  api_slow: warn(
    'Máy chủ trả lời chậm; kiểm tra mạng hoặc VPN.',
    'The server answers slowly; check the network or VPN.',
  ),
  api_unreachable: fail(
    'Không tới được máy chủ: kiểm tra mạng, apiBase, CORS và tường lửa.',
    'The server cannot be reached: check network, apiBase, CORS and firewall.',
  ),
  api_token_rejected: fail(
    'Máy chủ từ chối token: hãy đăng nhập lại.',
    'The server refused the token: sign in again.',
  ),
  api_refused: fail(
    'Máy chủ trả lời lỗi hoặc dữ liệu sai; báo cho quản trị viên kèm details.',
    'The server answered with an error or with data that makes no sense; tell its administrator, with details.',
  ),
  api_invalid_options: fail(
    'Tùy chọn của diagnose() sai: xem details.option.',
    'The options of diagnose() are wrong: see details.option.',
  ),
  wss_ok: ok('WebSocket tới tổng đài mở được.', 'The WebSocket to the PBX opens.'),
  wss_slow: warn(
    'WebSocket mở chậm; kiểm tra mạng, proxy hoặc VPN.',
    'The WebSocket opens slowly; check network, proxy or VPN.',
  ),
  wss_fallback: warn(
    'Địa chỉ đầu tiên của tổng đài không mở được, địa chỉ dự phòng thì được.',
    'The first address of the PBX does not open, a further one does.',
  ),
  wss_blocked: fail(
    'WebSocket bị chặn: cho phép wss:// (cổng 443) qua tường lửa và proxy, và connect-src trong CSP.',
    'The WebSocket is blocked: let wss:// (port 443) through firewall and proxy, and name it in connect-src of the CSP.',
  ),
  registration_ok: ok('Đăng ký SIP được chấp nhận.', 'The SIP registration is accepted.'),
  registration_rejected: fail(
    'Tổng đài từ chối thông tin đăng nhập: đăng nhập lại hoặc báo quản trị viên.',
    'The PBX refused the credentials: sign in again or tell the administrator.',
  ),
  registration_failed: fail(
    'Tổng đài không trả lời đăng ký: WebSocket mở nhưng SIP không qua được.',
    'The PBX does not answer the registration: the WebSocket opens, but SIP does not pass.',
  ),
  microphone_ok: ok('Micro hoạt động.', 'The microphone works.'),
  microphone_silent: warn(
    'Micro chỉ gửi im lặng: kiểm tra nút tắt tiếng trên tai nghe hoặc chọn micro khác.',
    'The microphone sends silence: check the mute switch of the headset, or choose another one.',
  ),
  microphone_denied: fail(
    'Micro bị từ chối: cho phép micro cho trang này trong trình duyệt.',
    'The microphone was refused: allow it for this page in the browser.',
  ),
  microphone_prompt_open: fail(
    'Chưa trả lời câu hỏi xin dùng micro: bấm Cho phép rồi kiểm tra lại.',
    'The question for the microphone was not answered: choose Allow, then check again.',
  ),
  microphone_not_found: fail(
    'Không có micro: cắm tai nghe hoặc chọn thiết bị khác.',
    'There is no microphone: plug in a headset or choose another device.',
  ),
  microphone_in_use: fail(
    'Chương trình khác đang giữ micro: hãy đóng nó.',
    'Another program holds the microphone: close it.',
  ),
  microphone_forbidden: fail(
    'Trang không được phép dùng micro: kiểm tra header Permissions-Policy và allow của iframe.',
    'The page may not use the microphone: check its Permissions-Policy header, and allow of the iframe.',
  ),
  output_ok: ok('Loa phát được.', 'The speaker can play.'),
  output_needs_click: warn(
    'Trình duyệt chặn âm thanh cho đến khi bấm vào trang.',
    'The browser plays nothing until somebody clicks in the page.',
  ),
  output_missing: warn('Không thấy loa hay tai nghe nào.', 'No speaker or headset is to be seen.'),
  stun_ok: ok('STUN trả lời.', 'STUN answers.'),
  stun_not_configured: skipped('Không dùng STUN.', 'No STUN server is configured.'),
  stun_unreachable: warn(
    'STUN không trả lời: cho phép UDP ra ngoài; cuộc gọi qua NAT có thể không có tiếng.',
    'STUN does not answer: let UDP out; calls through NAT may have no audio.',
  ),
  turn_ok: ok('TURN chuyển tiếp được.', 'TURN relays.'),
  turn_not_configured: skipped('Không dùng TURN.', 'No TURN server is configured.'),
  turn_unreachable: warn(
    'TURN không trả lời hoặc từ chối: mở cổng TURN trên tường lửa; mạng khắt khe sẽ không có tiếng.',
    'TURN does not answer or refuses: open its ports in the firewall; strict networks will have no audio.',
  ),
  turn_required: fail(
    'TURN không dùng được mà mọi cuộc gọi đều phải qua TURN: mở cổng TURN trên tường lửa.',
    'TURN cannot be used, and all calls must pass it: open its ports in the firewall.',
  ),
  echo_ok: ok('Cuộc gọi thử có tiếng tốt.', 'The test call sounds good.'),
  echo_loss: warn(
    'Mất gói trong cuộc gọi thử: dùng dây mạng, lại gần Wi-Fi, dừng tải lớn.',
    'Packets get lost in the test call: use a cable, come closer to the access point, stop large transfers.',
  ),
  echo_jitter: warn(
    'Mạng không đều trong cuộc gọi thử: dùng dây mạng hoặc tắt VPN.',
    'The network is uneven in the test call: use a cable, or switch the VPN off.',
  ),
  echo_low_quality: warn('Chất lượng cuộc gọi thử thấp.', 'The quality of the test call is low.'),
  echo_no_number: warn(
    'Tổng đài không có số thử tiếng vọng; đặt echoNumber.',
    'The PBX has no echo number; set echoNumber.',
  ),
  echo_not_answered: fail('Cuộc gọi thử không được trả lời.', 'The test call was not answered.'),
  echo_no_audio: fail(
    'Cuộc gọi thử không có tiếng về: kiểm tra UDP, TURN và tường lửa.',
    'No audio comes back in the test call: check UDP, TURN and the firewall.',
  ),
  not_run: skipped('Chưa chạy vì bước trước hỏng.', 'Not run, because something before it failed.'),
  out_of_time: warn('Không kịp kiểm tra trong 15 giây.', 'Not done within 15 seconds.'),
  check_broken: warn(
    'Bước kiểm tra này hỏng: báo cho chúng tôi kèm details.',
    'This check itself broke: please report it with details.',
  ),
} as const satisfies Record<string, Finding>

export type FindingCode = keyof typeof findings
