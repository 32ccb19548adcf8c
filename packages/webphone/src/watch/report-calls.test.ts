import { expect, it } from 'vitest'
import { callIn, talk } from '../testing/scenes.ts'
import { watched } from './testing/watched-phone.ts'
import type { CallReportBody } from '@zorio/contract'

type Fake = Awaited<ReturnType<typeof watched>>

const asking = async () => {
  const fake = await watched({}, { call_reports: true })
  fake.api.answer = { data: {} }
  return fake
}
const reports = ({ api }: Fake) =>
  api.asked
    .filter(({ path }) => path.endsWith('/report'))
    .map(({ path, body = '{}' }) => ({ path, ...(JSON.parse(body) as CallReportBody) }))
const steps = (fake: Fake) => reports(fake).map(({ step }) => step)

it('tells of each step of a call once, with durations and the cause', async () => {
  const fake = await asking()
  const { call } = await talk(fake)
  await fake.clock.advance(30_000)
  await Promise.all([call.hangup(), fake.clock.advance(2000)])
  expect(steps(fake)).toEqual(['ringing', 'answered', 'hangup'])
  const last = reports(fake).at(-1)
  expect(last).toMatchObject({
    ...{ path: `api/webphone/calls/${call.uuid}/report`, direction: 'outgoing', number: call.number },
    ...{ cause: 'NORMAL_CLEARING' },
  })
  expect((last?.answered_ms_ago ?? 0) - (last?.ended_ms_ago ?? 0)).toBeGreaterThanOrEqual(30_000)
  expect(last?.started_ms_ago).toBeGreaterThanOrEqual(last?.answered_ms_ago ?? Infinity)
})

it('says nothing to a back end that did not ask', async () => {
  const fake = await watched()
  await talk(fake)
  fake.signal('pagehide')
  expect(reports(fake)).toEqual([])
})

it('says it again while no answer comes, older each time, and then no more', async () => {
  const fake = await asking()
  fake.api.answer = undefined
  await talk(fake)
  await fake.clock.advance(20_000)
  const answered = reports(fake).filter(({ step }) => step === 'answered')
  expect(answered).toHaveLength(3)
  fake.api.answer = { data: {} }
  await fake.clock.advance(400_000)
  expect(reports(fake).filter(({ step }) => step === 'answered')).toHaveLength(4)
})

it('a page that goes tells the end of its calls, not of one that only rings here', async () => {
  const fake = await asking()
  const { call } = await talk(fake)
  await callIn(fake)
  fake.signal('pagehide')
  const ends = reports(fake).filter(({ step }) => step === 'hangup')
  expect(ends.map(({ path }) => path)).toEqual([`api/webphone/calls/${call.uuid}/report`])
  expect(
    fake.api.asked.filter(({ path }) => path.endsWith('/report')).every(({ keepalive }) => keepalive),
  ).toBe(true)
})
