/** The command: reads the options, starts the server, says so, and stops it on a signal. */
import { fileURLToPath } from 'node:url'
import { createPbx } from '@zorio/pbx'
import { readConfig, usage } from './config.ts'
import { readyLine, readyText } from './demo/announce.ts'
import { createLogger } from './logger.ts'
import { commandUsage, runCommand } from './sandbox/commands.ts'
import { startServer } from './server.ts'

/** How long a stop may take before the process ends all the same. */
const stopWithinMs = 1900

const folderBeside = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (error: unknown): void =>
  void process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)

async function main(): Promise<void> {
  const running = await runCommand(process.argv.slice(2), say)
  if (running) return running.stop && stopOnSignal(running.stop)
  const config = readConfig(process.argv.slice(2), process.env)
  if (config.help) return say(`${usage}\n\n${commandUsage}`)
  const server = await startServer(config, {
    createPbx,
    log: createLogger(config['log-level']),
    pageFolder: folderBeside('./demo-page/'),
    embedFolder: folderBeside('./embed-page/'),
    sdkFolder: folderBeside('../../webphone/dist/'),
  })
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

main().catch((error: unknown) => {
  complain(error)
  process.exit(1)
})
