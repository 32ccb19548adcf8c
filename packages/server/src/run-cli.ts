/** The command: reads the options, starts the server, says so, and stops it on a signal. */
import { createPbx } from '@zorio/pbx'
import { runUserCommand, userUsage } from './auth/user-commands.ts'
import { readConfig, usageOf } from './config.ts'
import { readyLine, readyText } from './demo/announce.ts'
import { createLogger } from './logger.ts'
import { commandUsage, runCommand } from './sandbox/commands.ts'
import { startServer } from './server.ts'
import type { ServerParts } from './server.ts'

/** What differs between the demo of this repository and the published sandbox. */
export interface CliHouse extends Pick<
  ServerParts,
  'pageFolder' | 'embedFolder' | 'toolsFolder' | 'sdkFolder'
> {
  /** What a person types to run it, for texts: `npx @zorio/sandbox`. */
  readonly command: string
}

/** How long a stop may take before the process ends all the same. */
const stopWithinMs = 1900

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (error: unknown): void =>
  void process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)

/** Ends the process with 1, and words for the person at the keyboard, where it cannot do what was asked. */
export function runCli(house: CliHouse): void {
  start(house, process.argv.slice(2)).catch((error: unknown) => {
    complain(error)
    process.exit(1)
  })
}

async function start(house: CliHouse, args: readonly string[]): Promise<void> {
  const { command, ...folders } = house
  if (await runUserCommand(args, { say, env: process.env, stdin: process.stdin, command })) return
  const running = await runCommand(args, say, command)
  if (running) return running.stop && stopOnSignal(running.stop)
  const config = readConfig(args, process.env)
  if (config.help) return say([usageOf(command), userUsage, commandUsage].join('\n\n'))
  const log = createLogger(config['log-level'])
  const server = await startServer(config, { createPbx, log, ...folders })
  stopOnSignal(() => server.close())
  say(config.json ? readyLine(server.url, server.demo) : readyText(server.url, server.demo))
}

function stopOnSignal(close: () => Promise<void>): void {
  let isStopping = false
  const stop = (): void => {
    // A second Ctrl+C means now.
    if (isStopping) process.exit(1)
    isStopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        complain(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}
