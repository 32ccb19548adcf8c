/**
 * `registered` is said only while an answered round trip with the registrar is recent; `stale` is between the two: we
 * were registered, and do not know at this moment whether calls can reach us.
 */
export type PhoneStatus =
  | 'connecting' // socket being opened (first time)
  | 'registering' // socket up, REGISTER under way
  | 'registered'
  | 'stale'
  | 'reconnecting' // waiting for, or in, a further attempt
  | 'unregistered' // socket may be up; not registered, not trying
  | 'disconnected' // after disconnect(); final
