// A reader's browser: opens the page, presses the button, and listens to what arrives.
import { chromium } from '@playwright/test'

/** Hides nothing and grants nothing: what a reader has, on a machine without a screen. */
export function launch(executablePath) {
  return chromium.launch({ executablePath, chromiumSandbox: false, args: ['--disable-gpu'] })
}

/** Runs before the page's own scripts: remembers its connections, so that what they receive can be measured. */
function keepConnections() {
  const Native = globalThis.RTCPeerConnection
  globalThis.connectionsForTest = []
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args)
      globalThis.connectionsForTest.push(this)
    }
  }
}

export async function openPage(browser, url) {
  const page = await browser.newPage()
  const said = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`))
  page.on('dialog', (dialog) => void dialog.accept())
  await page.addInitScript(keepConnections)
  await page.goto(url)
  return { page, said }
}

/** Presses "Call 9440" as soon as it can be pressed; resolves with the pitch that arrives, in Hz. */
export async function callAndListen({ page, said }) {
  try {
    await page.getByRole('button', { name: 'Call 9440' }).click({ timeout: 20_000 })
    await page
      .getByText(/9440.*answered|talking to 9440/)
      .first()
      .waitFor({ timeout: 20_000 })
    for (const frame of page.frames())
      if (await frame.evaluate(() => globalThis.connectionsForTest.length > 0))
        return await frame.evaluate(heardPitch)
    return 0
  } catch (error) {
    const shown = await page.locator('body').innerText()
    throw new Error(`${error.message}\n${said.join('\n')}\n${shown}`, { cause: error })
  }
}

/** In the page: the loudest pitch of the newest call's received audio, once there is some; 0 when none comes in 10 s. */
async function heardPitch() {
  const audibleDb = -60
  let audible = 0
  const receiver = globalThis.connectionsForTest.at(-1)?.getReceivers()[0]
  if (!receiver) return 0
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 16_384, smoothingTimeConstant: 0 })
  context.createMediaStreamSource(new MediaStream([receiver.track])).connect(analyser)
  const bins = new Float32Array(analyser.frequencyBinCount)
  try {
    for (let tries = 0; tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      analyser.getFloatFrequencyData(bins)
      const loudest = bins.reduce((best, level, bin) => (level > bins[best] ? bin : best), 0)
      audible += bins[loudest] > audibleDb ? 1 : 0
      // Not the first moment: jitter buffers stretch it.
      if (audible > 10) return (loudest * context.sampleRate) / analyser.fftSize
    }
    return 0
  } finally {
    await context.close()
  }
}
