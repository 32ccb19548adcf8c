import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, test } from '@playwright/test'

/**
 * The newcomer: the README's command, the page it prints, the buttons on it. No helper of ours drives the phones; only the
 * audio is measured from outside, on the connections that the page opened.
 */
test('[spec P.2] from the command to a call between the two phones within 60 s, heard in both directions', async ({
  page,
}) => {
  test.setTimeout(90_000)
  const root = new URL('../..', import.meta.url).pathname
  const started = performance.now()
  const demo = spawn('npm', ['run', '-s', 'demo', '--', '--json', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  try {
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: demo.stdout }).once('line', resolve)
      demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)))
    })
    await page.addInitScript(readFileSync(new URL('../harness/page/measure.js', import.meta.url), 'utf8'))
    await page.goto((JSON.parse(line) as { url: string }).url)
    const [first, second] = [
      page.getByRole('region', { name: '1001' }),
      page.getByRole('region', { name: '1002' }),
    ]
    await expect(first.getByText('Ready')).toBeVisible({ timeout: 10_000 })
    await expect(second.getByText('Ready')).toBeVisible()

    await first.getByRole('button', { name: 'Call 1002' }).click()
    await second.getByRole('button', { name: 'Answer' }).click()
    const events = page.getByRole('list', { name: /Events/ })
    await expect(events.getByText('call_answered')).toHaveCount(2)
    const seconds = (performance.now() - started) / 1000
    console.log(`  from the command to call_answered: ${seconds.toFixed(1)} s (bar: ≤ 60)`)
    expect(seconds).toBeLessThan(60)

    interface Measure {
      tone: (ms: number, nthLast: number) => Promise<{ hz: number; level: number }>
    }
    for (const side of [0, 1]) {
      const heard = () =>
        page.evaluate((nth) => (window as unknown as { measure: Measure }).measure.tone(500, nth), side)
      await expect(async () => {
        const { hz, level } = await heard()
        expect(Math.abs(hz - 440), `tone heard on side ${side}`).toBeLessThan(15)
        expect(level).toBeGreaterThan(60)
      }).toPass({ timeout: 10_000 })
    }
    await first.getByRole('button', { name: 'Hang up' }).click()
    await expect(events.getByText('call_hangup')).toHaveCount(2)
    await expect(events).toContainText('normal_clearing')
  } finally {
    if (demo.pid !== undefined && demo.exitCode === null) process.kill(-demo.pid, 'SIGTERM')
  }
})
