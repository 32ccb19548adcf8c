const two = (value: number): string => String(value).padStart(2, '0')

/** `00:07`, `12:34`, `1:02:03`. */
export function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
