/** Inside `{"data": …}` of `POST /api/webphone/calls/{call_id}/keep?seconds=`. */
export interface KeepCallBody {
  /** The most that may be asked for. */
  longest_seconds: number
  /**
   * No PBX holds the other side: the INVITE with Replaces goes to the far end itself, and what ends the call of a page that
   * does not come back is the BYE that the page gave with its wish.
   */
  far_end?: boolean | undefined
}

/** Body of `…/keep` and of `…/hangup`; needed where the answer to `…/keep` says `far_end`. */
export interface LeaveCallBody {
  /** The BYE that would end the call, as the page would send it. */
  bye?: string | undefined
}
