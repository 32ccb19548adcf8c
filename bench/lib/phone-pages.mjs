// A page with a phone in it that is registered.
export async function openPhone(chromium, library, { apiBase, token, context }) {
  const page = await chromium.open(library, { context })
  const isRegistered = await page.evaluate(
    async (options) => {
      const from = performance.now()
      window.phone = await window.createPhone(options)
      return (await window.phone.story.until('registered', from, 20_000)) !== undefined
    },
    { apiBase, token },
  )
  if (!isRegistered) throw new Error(`${library} did not register`)
  return page
}
