/** What the command line says when the server is ready. */
import pc from 'picocolors'
import type { DemoLogin, DemoSite } from './demo-site.ts'
import { sdkUrl, snippet } from './snippet.ts'

/** The one line of `--json`. */
export function readyLine(url: string, site: DemoSite | undefined): string {
  if (!site) return JSON.stringify({ url, sdk: sdkUrl(url) })
  const users: DemoLogin[] = site.users.map(({ extension, username, password, token }) => ({
    extension,
    username,
    password,
    token,
  }))
  return JSON.stringify({ url, sdk: sdkUrl(url), users })
}

export function readyText(url: string, site: DemoSite | undefined): string {
  if (!site) return `Zorio Webphone answers at ${url}.`
  const users = site.users.map(
    (u) =>
      `    ${pc.bold(u.extension)}  ${u.fullName.padEnd(15)} ${u.username}/${u.password}  token ${u.token}`,
  )
  const numbers = site.testNumbers.map(
    (n) => `    ${pc.bold(n.number)}  ${n.label.padEnd(15)} ${pc.dim(n.effect)}`,
  )
  return [
    '',
    `  ${pc.green('●')} ${pc.bold('Zorio Webphone demo')}   ${pc.cyan(url)}   two phones side by side, ready to call`,
    '',
    `  ${pc.dim('Users (demo only: public passwords, tokens of this start)')}`,
    ...users,
    '',
    `  ${pc.dim('Numbers to call')}`,
    ...numbers,
    '',
    `  ${pc.dim('In a page of your own, on any local origin:')}`,
    ...snippet(url, site.users[0]?.token ?? '').map((line) => `    ${line}`),
    '',
    `  ${pc.dim('Ctrl+C stops it.')}`,
    '',
  ].join('\n')
}
