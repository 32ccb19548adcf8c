/** From the back end's list of calls to those that nobody took. What comes is not trusted: rows of another shape are left out. */
import type { CallRecordBody } from '@zorio/contract'

const texts = ['uuid', 'caller_number', 'destination_number', 'extension_number', 'start_time', 'end_time']
const directions = ['inbound', 'internal']

export function readMissed(body: unknown, extension: string): readonly CallRecordBody[] {
  const data: unknown = isObject(body) ? body['data'] : undefined
  if (!Array.isArray(data)) return []
  return data.filter(isRecord).filter((one) => isMissed(one, extension))
}

function isMissed(record: CallRecordBody, extension: string): boolean {
  if (record.answer_time !== null) return false
  // An internal call is listed under its caller; a call from outside may name the public number as its destination.
  return (
    record.destination_number === extension ||
    (record.direction === 'inbound' && record.extension_number === extension)
  )
}

function isRecord(row: unknown): row is CallRecordBody {
  return (
    isObject(row) &&
    texts.every((name) => typeof row[name] === 'string') &&
    row['answer_time'] === null &&
    directions.some((one) => one === row['direction'])
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
