// What each hang-up cause means to the person at the phone, and what can be done. One page each is made of it, in both languages.
const none = ['', '']
const checkNumber = ['Check the number.', 'Kiểm tra lại số.']
const later = ['Try again in a few minutes.', 'Thử lại sau vài phút.']
const operator = ['Tell the operator of the PBX.', 'Báo cho người quản trị tổng đài.']

/** cause: [meaning in English, in Vietnamese, next step] */
export const hangupWords = {
  UNALLOCATED_NUMBER: ['Nobody has this number.', 'Số này không có người dùng.', checkNumber],
  NO_ROUTE_TRANSIT_NET: [
    'No route through the chosen network.',
    'Không có tuyến qua mạng trung gian đã chọn.',
    operator,
  ],
  NO_ROUTE_DESTINATION: ['No route to this number.', 'Không có tuyến tới số này.', checkNumber],
  CHANNEL_UNACCEPTABLE: ['The line offered was refused.', 'Kênh được cấp không dùng được.', operator],
  CALL_AWARDED_DELIVERED: [
    'The call was handed over to another channel.',
    'Cuộc gọi đã được chuyển sang kênh khác.',
    none,
  ],
  NORMAL_CLEARING: ['Somebody hung up: the normal end.', 'Một bên đã gác máy: kết thúc bình thường.', none],
  USER_BUSY: ['The person called is on another call.', 'Người được gọi đang bận máy.', later],
  NO_USER_RESPONSE: ['The phone called did not react.', 'Máy được gọi không phản hồi.', later],
  NO_ANSWER: ['It rang, nobody answered.', 'Có đổ chuông nhưng không ai bắt máy.', later],
  SUBSCRIBER_ABSENT: [
    'The extension has no phone registered now.',
    'Máy nhánh hiện không có điện thoại nào đăng ký.',
    later,
  ],
  CALL_REJECTED: ['The call was declined.', 'Cuộc gọi bị từ chối.', none],
  NUMBER_CHANGED: ['The number was changed.', 'Số đã được đổi.', checkNumber],
  REDIRECTION_TO_NEW_DESTINATION: [
    'The call was sent on to a new destination.',
    'Cuộc gọi được chuyển tới đích mới.',
    none,
  ],
  EXCHANGE_ROUTING_ERROR: ['The call went in a circle.', 'Cuộc gọi bị định tuyến vòng.', operator],
  DESTINATION_OUT_OF_ORDER: ['The far end is out of order.', 'Phía được gọi đang hỏng.', later],
  INVALID_NUMBER_FORMAT: [
    'The number is incomplete or malformed.',
    'Số thiếu hoặc sai định dạng.',
    checkNumber,
  ],
  FACILITY_REJECTED: [
    'The network refused a feature of this call.',
    'Mạng từ chối một tính năng của cuộc gọi.',
    operator,
  ],
  RESPONSE_TO_STATUS_ENQUIRY: [
    'The answer to a status enquiry.',
    'Trả lời cho yêu cầu hỏi trạng thái.',
    none,
  ],
  NORMAL_UNSPECIFIED: ['A normal end without a closer word.', 'Kết thúc bình thường, không rõ hơn.', none],
  NORMAL_CIRCUIT_CONGESTION: ['All lines are busy.', 'Mọi đường dây đều bận.', later],
  NETWORK_OUT_OF_ORDER: ['The network is out of order.', 'Mạng đang gặp sự cố.', later],
  NORMAL_TEMPORARY_FAILURE: [
    'A failure that will pass, or a call that the PBX no longer knew after an outage.',
    'Lỗi tạm thời, hoặc cuộc gọi mà tổng đài không còn biết sau khi mất kết nối.',
    later,
  ],
  SWITCH_CONGESTION: ['The PBX has too much to do.', 'Tổng đài quá tải.', later],
  ACCESS_INFO_DISCARDED: [
    'The network dropped a part of the call’s data.',
    'Mạng bỏ bớt thông tin của cuộc gọi.',
    operator,
  ],
  REQUESTED_CHAN_UNAVAIL: ['The line asked for is not free.', 'Kênh yêu cầu không sẵn sàng.', later],
  RESOURCE_UNAVAILABLE: ['No resource is left for this call.', 'Không còn tài nguyên cho cuộc gọi.', later],
  FACILITY_NOT_SUBSCRIBED: [
    'The account does not include this feature.',
    'Tài khoản chưa đăng ký tính năng này.',
    operator,
  ],
  OUTGOING_CALL_BARRED: [
    'This extension may not call that number.',
    'Máy nhánh không được phép gọi số này.',
    operator,
  ],
  INCOMING_CALL_BARRED: ['That number takes no calls from here.', 'Số này không nhận cuộc gọi từ đây.', none],
  BEARERCAPABILITY_NOTAUTH: [
    'This kind of call is not permitted.',
    'Loại cuộc gọi này không được phép.',
    operator,
  ],
  BEARERCAPABILITY_NOTAVAIL: [
    'This kind of call is not possible now.',
    'Loại cuộc gọi này hiện không thực hiện được.',
    later,
  ],
  SERVICE_UNAVAILABLE: ['The service is not available.', 'Dịch vụ không sẵn sàng.', later],
  BEARERCAPABILITY_NOTIMPL: [
    'The far end does not know this kind of call.',
    'Phía kia không hỗ trợ loại cuộc gọi này.',
    operator,
  ],
  CHAN_NOT_IMPLEMENTED: [
    'The far end does not know this kind of line.',
    'Phía kia không hỗ trợ loại kênh này.',
    operator,
  ],
  FACILITY_NOT_IMPLEMENTED: [
    'The far end does not know this feature.',
    'Phía kia không hỗ trợ tính năng này.',
    operator,
  ],
  SERVICE_NOT_IMPLEMENTED: [
    'The far end does not know what was asked, or the codec.',
    'Phía kia không hỗ trợ yêu cầu hoặc bộ mã này.',
    operator,
  ],
  INVALID_CALL_REFERENCE: ['The far end does not know this call.', 'Phía kia không biết cuộc gọi này.', none],
  INCOMPATIBLE_DESTINATION: [
    'No audio format in common.',
    'Hai bên không có định dạng âm thanh chung.',
    operator,
  ],
  INVALID_MSG_UNSPECIFIED: [
    'The far end got a message that it could not read.',
    'Phía kia nhận thông điệp không đọc được.',
    operator,
  ],
  RECOVERY_ON_TIMER_EXPIRE: ['No answer from the network in time.', 'Mạng không trả lời kịp.', later],
  PROTOCOL_ERROR: ['A signalling error.', 'Lỗi báo hiệu.', operator],
  INTERWORKING: ['An error between two networks.', 'Lỗi giữa hai mạng.', later],
  ORIGINATOR_CANCEL: [
    'The caller gave up before the answer.',
    'Người gọi huỷ trước khi có người bắt máy.',
    none,
  ],
  CRASH: ['The PBX lost the call by a crash.', 'Tổng đài gặp sự cố và mất cuộc gọi.', operator],
  SYSTEM_SHUTDOWN: ['The PBX was shut down.', 'Tổng đài đã tắt.', later],
  LOSE_RACE: ['Another phone took the call first.', 'Máy khác đã bắt cuộc gọi trước.', none],
  MANAGER_REQUEST: ['An administrator ended the call.', 'Quản trị viên đã kết thúc cuộc gọi.', none],
  BLIND_TRANSFER: ['The call was transferred.', 'Cuộc gọi đã được chuyển.', none],
  ATTENDED_TRANSFER: ['The call was transferred after asking.', 'Cuộc gọi đã được chuyển sau khi hỏi.', none],
  ALLOTTED_TIMEOUT: ['The time allowed for the call is over.', 'Hết thời gian cho phép của cuộc gọi.', none],
  USER_CHALLENGE: ['The PBX asked for credentials.', 'Tổng đài yêu cầu xác thực.', operator],
  MEDIA_TIMEOUT: [
    'No audio came through, or it stopped for good.',
    'Không có âm thanh, hoặc âm thanh mất hẳn.',
    ['Check firewall and TURN, or try another network.', 'Kiểm tra tường lửa và TURN, hoặc thử mạng khác.'],
  ],
  PICKED_OFF: ['Another phone picked the call up.', 'Máy khác đã nhận cuộc gọi.', none],
  USER_NOT_REGISTERED: [
    'The user called has no phone registered.',
    'Người được gọi chưa đăng ký máy.',
    later,
  ],
  PROGRESS_TIMEOUT: ['The far end did not begin to ring in time.', 'Phía kia không đổ chuông kịp.', later],
  GATEWAY_DOWN: ['The line to the outside is down.', 'Cổng ra ngoài đang hỏng.', operator],
  NO_PICKUP: ['There was no call to pick up.', 'Không có cuộc gọi nào để nhận.', none],
  BUSY_EVERYWHERE: ['Every phone of the person is busy.', 'Mọi máy của người được gọi đều bận.', later],
  DECLINE: ['The person called declined on every phone.', 'Người được gọi từ chối trên mọi máy.', none],
  DOES_NOT_EXIST_ANYWHERE: ['This number exists nowhere.', 'Số này không tồn tại.', checkNumber],
  NOT_ACCEPTABLE: [
    'No phone accepts the call as offered.',
    'Không máy nào chấp nhận cuộc gọi như đề nghị.',
    operator,
  ],
  UNWANTED: [
    'The person called marked the call as unwanted.',
    'Người được gọi đánh dấu cuộc gọi không mong muốn.',
    none,
  ],
}
