// What each error code means and what to do, in both languages. One page each is made of it; English message and remedy come out of the code.
/** code: { when: [English, Vietnamese], steps: [[English, Vietnamese], …] } */
export const errorWords = {
  invalid_options: {
    when: [
      'connect() was given an option that it cannot use: no apiBase, an apiBase that is not https, an unknown layout.',
      'connect() nhận một tùy chọn không dùng được: thiếu apiBase, apiBase không phải https, layout không có.',
    ],
    steps: [['details names the option.', 'details cho biết tùy chọn nào.']],
  },
  bootstrap_failed: {
    when: [
      'The back end did not answer GET /api/webphone/sip-config with a usable configuration within 15 s.',
      'Máy chủ không trả lời GET /api/webphone/sip-config bằng cấu hình hợp lệ trong 15 giây.',
    ],
    steps: [
      ['Open apiBase + /healthz in the browser.', 'Mở apiBase + /healthz trong trình duyệt.'],
      [
        'On another origin the back end must allow the page by CORS.',
        'Nếu khác origin, máy chủ phải cho phép trang bằng CORS.',
      ],
      ['details.status is the HTTP status, when one came.', 'details.status là mã HTTP, nếu có.'],
    ],
  },
  token_rejected: {
    when: ['The back end refused the token (401 or 403).', 'Máy chủ từ chối token (401 hoặc 403).'],
    steps: [
      [
        'Pass tokenResolver: it is asked once for a fresh token before this error.',
        'Truyền tokenResolver: SDK hỏi token mới một lần trước khi báo lỗi này.',
      ],
      ['A token needs the scope webphone.', 'Token cần quyền webphone.'],
    ],
  },
  registration_rejected: {
    when: [
      'The PBX refused the SIP credentials, also after fresh ones were fetched. unregistered{remote} comes with it.',
      'Tổng đài từ chối thông tin SIP, kể cả sau khi lấy lại. Kèm theo unregistered{remote}.',
    ],
    steps: [
      [
        'The clock of the server that hands out credentials must be right: they are time-limited.',
        'Đồng hồ của máy chủ cấp thông tin phải đúng: chúng có thời hạn.',
      ],
    ],
  },
  registration_failed: {
    when: [
      'The PBX answered REGISTER with an error that may pass (5xx, timeout). The phone goes on trying.',
      'Tổng đài trả lời REGISTER bằng lỗi tạm thời (5xx, quá hạn). Điện thoại vẫn thử lại.',
    ],
    steps: [['Nothing: registered will be told.', 'Không cần làm gì: sẽ có sự kiện registered.']],
  },
  reconnect_failed: {
    when: [
      'The connection has been lost for longer than reconnectFailedAfterMs (5 minutes). Told once an outage; tries go on.',
      'Mất kết nối lâu hơn reconnectFailedAfterMs (5 phút). Báo một lần mỗi đợt; vẫn tiếp tục thử.',
    ],
    steps: [['Check the network of the computer.', 'Kiểm tra mạng của máy tính.']],
  },
  not_registered: {
    when: [
      'call() or another act that needs the PBX, while the phone is not registered. Nothing is dialled later.',
      'Gọi call() hoặc thao tác cần tổng đài khi điện thoại chưa đăng ký. Không có gì được quay số sau đó.',
    ],
    steps: [['Wait for registered; show phone.status.', 'Chờ registered; hiển thị phone.status.']],
  },
  invalid_number: {
    when: [
      'The number has a character that cannot be dialled, or more than 32.',
      'Số có ký tự không quay được, hoặc dài hơn 32.',
    ],
    steps: [
      [
        'Spaces, dots, dashes and brackets are taken out by the phone.',
        'Khoảng trắng, dấu chấm, gạch và ngoặc được tự bỏ.',
      ],
    ],
  },
  invalid_header: {
    when: [
      'An extra header is not X-…, has a control character, or is too long.',
      'Header thêm không bắt đầu bằng X-…, có ký tự điều khiển hoặc quá dài.',
    ],
    steps: [['details names the header.', 'details cho biết header nào.']],
  },
  invalid_state: {
    when: [
      'The act makes no sense now: hold before the answer, answer of a call that ended.',
      'Thao tác không hợp lúc này: giữ máy trước khi trả lời, trả lời cuộc gọi đã kết thúc.',
    ],
    steps: [
      [
        'details.state is the state; enable buttons by call.state.',
        'details.state là trạng thái; bật nút theo call.state.',
      ],
    ],
  },
  invalid_digits: {
    when: [
      'sendDtmf() was given something that is not 0-9 * # A-D or a comma.',
      'sendDtmf() nhận ký tự không phải 0-9 * # A-D hoặc dấu phẩy.',
    ],
    steps: [['A comma is a pause of two seconds.', 'Dấu phẩy là khoảng dừng hai giây.']],
  },
  too_many_calls: {
    when: ['A page holds eight calls already.', 'Trang đã có tám cuộc gọi.'],
    steps: [['End a call first.', 'Kết thúc một cuộc gọi trước.']],
  },
  microphone_denied: {
    when: ['The person or the browser refused the microphone.', 'Người dùng hoặc trình duyệt từ chối micro.'],
    steps: [
      [
        'Click the icon left of the address and allow the microphone.',
        'Nhấn biểu tượng bên trái địa chỉ và cho phép micro.',
      ],
      [
        'Ask for it in a click, before the first call.',
        'Hãy xin quyền trong một cú nhấn, trước cuộc gọi đầu tiên.',
      ],
    ],
  },
  microphone_not_found: {
    when: [
      'There is no microphone, or the chosen one is gone.',
      'Không có micro, hoặc micro đã chọn không còn.',
    ],
    steps: [['Plug one in or choose another one.', 'Cắm micro hoặc chọn micro khác.']],
  },
  microphone_in_use: {
    when: ['Another program keeps the microphone for itself.', 'Chương trình khác đang giữ micro.'],
    steps: [['Close it, then try again.', 'Đóng chương trình đó rồi thử lại.']],
  },
  microphone_forbidden: {
    when: [
      'The page may not use a microphone: not https, or its Permissions-Policy forbids it.',
      'Trang không được dùng micro: không phải https, hoặc Permissions-Policy cấm.',
    ],
    steps: [
      ['Serve the page over https (localhost is allowed).', 'Phục vụ trang qua https (localhost được phép).'],
      ['In an iframe: allow="microphone" on the tag.', 'Trong iframe: thêm allow="microphone" vào thẻ.'],
    ],
  },
  microphone_lost: {
    when: [
      'The microphone went away in a call and no other one was there. The call goes on, listening.',
      'Micro mất giữa cuộc gọi và không có micro khác. Cuộc gọi vẫn tiếp tục, chỉ nghe.',
    ],
    steps: [['Plug it in again: it is taken by itself.', 'Cắm lại: điện thoại tự nhận.']],
  },
  media_failed: {
    when: ['The browser could not set up the audio of a call.', 'Trình duyệt không thiết lập được âm thanh.'],
    steps: [
      [
        'Firewalls: allow UDP to the media server, or give the phone a TURN server.',
        'Tường lửa: mở UDP tới máy chủ âm thanh, hoặc cấu hình TURN.',
      ],
    ],
  },
  audio_autoplay_blocked: {
    when: [
      'The browser refused to play the audio of a call because nobody had clicked in the page yet.',
      'Trình duyệt không cho phát âm thanh vì chưa ai nhấn vào trang.',
    ],
    steps: [
      ['Show a button whose click calls phone.unlockAudio().', 'Hiện nút gọi phone.unlockAudio() khi nhấn.'],
    ],
  },
  dtmf_receive_unavailable: {
    when: [
      'Digits of the far end cannot be read out of the audio in this page; by SIP INFO they still arrive.',
      'Trang này không đọc được phím từ luồng âm thanh; qua SIP INFO vẫn nhận được.',
    ],
    steps: [
      [
        'Allow worker-src blob: in the CSP, or pass dtmfWorkerUrl.',
        'Cho phép worker-src blob: trong CSP, hoặc truyền dtmfWorkerUrl.',
      ],
    ],
  },
  dtmf_failed: {
    when: [
      'The far end takes digits neither in the audio nor by SIP INFO.',
      'Phía kia không nhận phím qua âm thanh lẫn SIP INFO.',
    ],
    steps: [['Nothing the page can do.', 'Trang không làm gì được.']],
  },
  transfer_failed: {
    when: [
      'The far end or the target refused the transfer; the call goes on.',
      'Phía kia hoặc đích từ chối chuyển máy; cuộc gọi vẫn tiếp tục.',
    ],
    steps: [
      [
        'details.sip_status tells why (486: the target is busy).',
        'details.sip_status cho biết lý do (486: đích bận).',
      ],
    ],
  },
  hold_failed: {
    when: [
      'The far end refused to be put on hold, or to be taken back.',
      'Phía kia từ chối giữ máy hoặc nối lại.',
    ],
    steps: [['The call goes on as it was; try again.', 'Cuộc gọi vẫn như cũ; thử lại.']],
  },
  mount_failed: {
    when: ['The selector given as mount finds nothing.', 'Không tìm thấy phần tử của mount.'],
    steps: [
      ['Call connect() after the element is in the page.', 'Gọi connect() sau khi phần tử có trong trang.'],
    ],
  },
  device_failed: {
    when: ['The chosen output device cannot be used.', 'Không dùng được thiết bị ra đã chọn.'],
    steps: [
      ['The default device plays; choose another one.', 'Thiết bị mặc định đang phát; chọn thiết bị khác.'],
    ],
  },
  phone_disconnected: {
    when: [
      'disconnect() was called; this object is over.',
      'Đã gọi disconnect(); đối tượng này không dùng nữa.',
    ],
    steps: [
      ['Call ZorioWebphone.connect() for a new phone.', 'Gọi ZorioWebphone.connect() để có điện thoại mới.'],
    ],
  },
  internal: {
    when: ['A defect of the SDK.', 'Lỗi của chính SDK.'],
    steps: [['Report it with details and the version.', 'Báo lỗi kèm details và phiên bản.']],
  },
}
