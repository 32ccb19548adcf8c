/** Starts Chromium with a page that holds the media code, served from memory on loopback. */
import { chromium, type Browser, type Page } from '@playwright/test'
import { createServer, type Server } from 'node:http'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'
import { rolldown } from 'rolldown'
import { chromiumPath } from '../chromium-path.ts'

export const hasChromium = existsSync(chromiumPath)

const showAddresses = '--disable-features=WebRtcHideLocalIpsWithMdns'
const baseFlags = [
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-sandbox',
]

export interface Site {
  readonly url: string
  /** What the page asked for through `/told?…`: the only way to hear from a page without lending it a user gesture. */
  readonly told: string[]
  close(): Promise<void>
}

export interface SiteOptions {
  readonly minify?: boolean
  readonly csp?: string
  /** Inline start script, run after the media code. */
  readonly script?: string
  /** Served as `/dtmf-worker.js`. */
  readonly worker?: string
}

/** A script of ours for the browser; `path` is relative to this file. */
export async function bundle(path: string, minify: boolean): Promise<string> {
  const build = await rolldown({
    input: fileURLToPath(new URL(path, import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'iife', minify, codeSplitting: false })
  await build.close()
  return output[0].code
}

export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const code = await bundle('./page.ts', options.minify ?? false)
  const told: string[] = []
  const page = `<!doctype html><meta charset="utf-8"><title>media</title><button id="go" style="width:200px;height:80px">go</button>
<script src="/page.js"></script>${options.script ? '<script src="/start.js"></script>' : ''}`
  const files: Record<string, [string, string]> = {
    '/': ['text/html', page],
    '/page.js': ['text/javascript', code],
    '/start.js': ['text/javascript', options.script ?? ''],
    '/dtmf-worker.js': ['text/javascript', options.worker ?? ''],
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname === '/told') told.push(decodeURIComponent(url.search.slice(1)))
    const file = files[url.pathname]
    response.writeHead(file ? 200 : 404, {
      'content-type': file?.[0] ?? 'text/plain',
      ...(options.csp ? { 'content-security-policy': options.csp } : {}),
    })
    response.end(file?.[1] ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://localhost:${portOf(server)}/`, told, close: () => closeServer(server) }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Grants the microphone without asking. */
export const grantMicrophone = '--use-fake-ui-for-media-stream'

/** `hidesAddresses`: behind mDNS names until the microphone is granted, as everywhere but in tests. */
export async function startBrowser(
  flags: readonly string[],
  { hidesAddresses = false, executablePath = chromiumPath } = {},
): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [...baseFlags, ...(hidesAddresses ? [] : [showAddresses]), ...flags],
    timeout: 60_000,
  })
}

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(url)
  return page
}
