import type { PhonePage } from '../harness/phone-page.ts'

/** Changes the body of sip-config on its way to the page. */
export async function changeConfig(
  page: PhonePage,
  change: (body: Record<string, unknown>) => object,
): Promise<void> {
  await page.page.route('**/api/webphone/sip-config', async (route) => {
    const response = await route.fetch()
    const body = (await response.json()) as { data?: Record<string, unknown> }
    const changed = body.data ? { ...body, data: change(body.data) } : change(body)
    await route.fulfill({ response, json: changed })
  })
}
