/** `POST /api/pbx/click-to-call`. */
export interface ClickToCallRequestBody {
  /** `^[0-9]{3,10}$`; its phones ring first. */
  from_extension: string
  /** `^[0-9+]+$`, 3 to 32 characters. */
  to_phone: string
}

/** 202, inside `{"data": …}`; how the call goes on is told by webhooks and call records. */
export interface ClickToCallBody {
  call_uuid: string
  status: 'queued'
  from_extension: string
  to_phone: string
}
