/** JSON of a response, never more than `maxBytes` of it in memory. */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { value } = (await reader?.read()) ?? {}
    if (!value) return JSON.parse(text + decoder.decode())
    size += value.byteLength
    if (size > maxBytes) {
      await reader?.cancel().catch(() => {})
      throw new RangeError(`more than ${maxBytes} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
}
