import { beforeAll, expect, test } from 'vitest'
import { openTestServer } from '../testing/test-server.ts'
import type { TestServer } from '../testing/test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
})
const lookUp = (query: string, token?: string) =>
  server.ask(`/api/contacts/lookup${query}`, token === undefined ? {} : { token })

test.each(['0987654321', '84987654321', '+84987654321', '%2B84987654321', '+84%20987%20654%20321'])(
  '?number=%s finds Nguyễn An',
  async (number) => {
    expect(await lookUp(`?number=${number}`)).toMatchObject({
      status: 200,
      body: { data: { id: 1, full_name: 'Nguyễn An', phones: ['0987654321'], customer_id: 501 } },
    })
  },
)

test.each(['0987654322', 'anonymous', '1001', "'%20OR%201=1--", '%26%23%2F%25%0A', '%00', '__proto__'])(
  '?number=%s is nobody we know',
  async (number) => {
    expect(await lookUp(`?number=${number}`)).toMatchObject({ status: 200, body: { data: null } })
  },
)

test.each(['', '?number=', '?number=%20', '?phone=0987654321', `?number=${'9'.repeat(65)}`])(
  '%j is 422',
  async (query) => {
    const { status, body } = await lookUp(query)
    expect(status).toBe(422)
    expect(body).toEqual({ message: 'The given data was invalid.', errors: { number: [expect.any(String)] } })
  },
)

test('a contact of another account is not found', async () => {
  expect(await lookUp('?number=0987654321', server.theirs.token)).toMatchObject({
    status: 200,
    body: { data: null },
  })
})

test('both accounts may know the same number, each its own person', async () => {
  const { theirs } = server
  await server.contacts.create({ accountId: theirs.accountId, fullName: 'An khác', numbers: ['84987654321'] })
  expect((await lookUp('?number=0987654321', theirs.token)).body).toMatchObject({
    data: { full_name: 'An khác' },
  })
  expect((await lookUp('?number=0987654321')).body).toMatchObject({ data: { full_name: 'Nguyễn An' } })
})

test('needs a token', async () => {
  expect((await lookUp('?number=0987654321', '')).status).toBe(401)
})

test('reading out the list number by number ends at 300 a minute', async () => {
  const token = await server.login.issueToken(server.ours.id, 'reader')
  let refused = 0
  for (let i = 0; i < 301; i++) if ((await lookUp(`?number=${i}`, token)).status === 429) refused++
  expect(refused).toBe(1)
})
