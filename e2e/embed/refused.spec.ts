import { claimsOf, embed, expect, test, wordsIn } from './test.ts'

test('replayed, forged and expired tokens are refused, typed to the host and in words in the frame', async ({
  openCrm,
  backend,
  crm,
}) => {
  const good = await backend.token([crm])
  const [head, payload] = good.split('.')
  const used = await backend.token([crm])
  const first = await openCrm()
  expect((await embed(first, backend, { tokens: [used] })).error).toBeUndefined()

  const claims = claimsOf(good)
  const past = Math.floor(Date.now() / 1000) - 1
  const cases = [
    ['replayed', used, 'embed_token_used', /used before/],
    ['of another secret', await backend.sign(claims, 'guessed secret'), 'embed_token_invalid', /not valid/],
    ['without signature', `${head}.${payload}.`, 'embed_token_invalid', /not valid/],
    ['no token at all', 'garbage', 'embed_token_invalid', /not valid/],
    ['expired', await backend.sign({ ...claims, exp: past }), 'embed_token_expired', /has expired/],
  ] as const
  for (const [name, token, code, words] of cases) {
    const page = await openCrm()
    const { error } = await embed(page, backend, { tokens: [token] })
    expect([name, error?.name, error?.code]).toEqual([name, 'EmbedError', code])
    expect(error?.remedy).not.toBe('')
    expect(await wordsIn(page)).toMatch(words)
    if (name === 'expired') await page.screenshot({ path: 'test-results/embed/refused.png' })
  }
  // The same hand signs what the server takes: the cases above were refused for what they are.
  const page = await openCrm()
  expect((await embed(page, backend, { tokens: [await backend.sign(claims)] })).error).toBeUndefined()
})

test('a page of another origin: refused in words where the browser names it, kept out by frame-ancestors where not', async ({
  openCrm,
  backend,
  crm,
}) => {
  const token = await backend.token(['https://crm.example'])
  const named = await openCrm()
  const { error } = await embed(named, backend, { tokens: [token] })
  expect(error?.code).toBe('embed_origin_refused')
  expect(await wordsIn(named)).toMatch(/may not show the phone/)

  const silent = await openCrm({ 'referrer-policy': 'no-referrer' })
  const kept = await embed(silent, backend, { tokens: [token], timeoutMs: 2500 })
  // The helper asks for a Referer by itself; where the CRM's tag does not, the browser decides by the policy.
  expect(['embed_origin_refused', 'embed_no_answer']).toContain(kept.error?.code)

  // Nobody spent the token of the right page.
  const other = await backend.token([crm])
  const wrong = await fetch(`${backend.origin}/api/webphone/embed-session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ embed_token: other, parent_origin: 'https://evil.example' }),
  })
  expect(wrong.status).toBe(403)
  const right = await openCrm()
  expect((await embed(right, backend, { tokens: [other] })).error).toBeUndefined()
})

test('a plain iframe of another origin shows nothing of the phone', async ({ openCrm, backend }) => {
  const token = await backend.token(['https://crm.example'])
  const page = await openCrm()
  const answers: string[] = []
  page.on('response', (response) => answers.push(response.url()))
  await page.evaluate(
    ([src]) => {
      const frame = document.createElement('iframe')
      frame.referrerPolicy = 'no-referrer'
      frame.src = String(src)
      document.body.append(frame)
    },
    [`${backend.origin}/webphone-embed?token=${token}`],
  )
  await expect
    .poll(() => page.frames().map((frame) => frame.url()))
    .toContainEqual(expect.stringMatching(/^chrome-error:/))
  expect(answers.filter((url) => url.includes('embed-session'))).toEqual([])
})

test("the parent's Permissions-Policy forbids the microphone: the error names the header, the token is not spent", async ({
  openCrm,
  backend,
  crm,
}) => {
  const token = await backend.token([crm])
  const page = await openCrm({ 'permissions-policy': 'microphone=(self)' })
  const { error } = await embed(page, backend, { tokens: [token] })
  expect(error?.code).toBe('embed_microphone_forbidden')
  expect(error?.message).toContain(`Permissions-Policy: microphone=(self "${backend.origin}")`)
  expect(await wordsIn(page)).toMatch(/Permissions-Policy/)

  const header = String(error?.details?.['header']).replace('Permissions-Policy: ', '')
  const cured = await openCrm({ 'permissions-policy': header })
  expect((await embed(cured, backend, { tokens: [token] })).error).toBeUndefined()
})

test('the CRM forbids the frame by its own policy; a server that is not there', async ({
  openCrm,
  backend,
  crm,
}) => {
  const page = await openCrm({
    'content-security-policy': `script-src 'self' ${backend.origin}; frame-src 'none'`,
  })
  const { error } = await embed(page, backend, { tokens: [await backend.token([crm])] })
  expect(error?.code).toBe('embed_blocked')
  expect(error?.remedy).toContain('frame-src')

  const lost = await openCrm()
  const nobody = await embed(lost, backend, {
    tokens: [await backend.token([crm])],
    apiBase: 'http://localhost:9',
    timeoutMs: 1500,
  })
  expect(nobody.error?.code).toBe('embed_no_answer')
  for (const options of [{ mount: '#none' }, { apiBase: 'x' }, { tokens: [''] }]) {
    const wrong = await embed(lost, backend, { tokens: ['t'], ...options })
    expect(wrong.error?.code).toBe('embed_options')
  }
})
