import { expect, test } from '../harness/test.ts'

test('[spec 0.2] on, off with and without a handler, and handlers that run synchronously in order', async ({
  phone,
}) => {
  const seen = await phone.page.evaluate(async () => {
    const { phone } = window as unknown as {
      phone: {
        on: (name: string, handler: () => void) => () => void
        off: (name: string, handler?: () => void) => void
        call: (number: string) => Promise<{ hangup: () => Promise<void> }>
      }
    }
    const order: string[] = []
    const removed = () => order.push('removed')
    phone.on('call_ringing', () => order.push('first'))
    phone.on('call_ringing', removed)
    phone.on('call_ringing', () => {
      order.push('throws')
      throw new Error('a subscriber of the page is broken')
    })
    phone.on('call_ringing', () => order.push('last'))
    phone.off('call_ringing', removed)
    const hasRung = new Promise<void>((resolve) => phone.on('call_ringing', resolve))
    const call = await phone.call('9180')
    await hasRung
    phone.off('call_hangup')
    await call.hangup()
    return order
  })
  expect(seen).toEqual(['first', 'throws', 'last'])
  await phone.page.waitForTimeout(500)
  expect(await phone.story(), 'off(name) removed the handler of the page').not.toContain('call_hangup')
})

test('[spec P.1] nothing is emitted before the code that awaited connect() had its turn', async ({
  openPage,
  server,
}) => {
  const page = await openPage()
  const names = await page.page.evaluate(
    async ([sdk, apiBase, token]) => {
      type Phone = { on: (name: string, handler: () => void) => void }
      const { ZorioWebphone } = (await import(sdk as string)) as {
        ZorioWebphone: { connect: (o: object) => Promise<Phone> }
      }
      const wrapped = async () => ZorioWebphone.connect({ apiBase, token, audioInput: 'tone' })
      const phone = await (async () => wrapped())()
      const seen: string[] = []
      for (const name of ['connected', 'registered']) phone.on(name, () => seen.push(name))
      await new Promise<void>((resolve) => phone.on('registered', resolve))
      return seen
    },
    [server.sdk, server.url, server.user('1001').token],
  )
  expect(names).toEqual(['connected', 'registered'])
})
