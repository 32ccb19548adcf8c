/** Inside `{"data": …}` of `POST /api/webphone/calls/{call_id}/keep?seconds=`. */
export interface KeepCallBody {
  /** The most that may be asked for. */
  longest_seconds: number
}
