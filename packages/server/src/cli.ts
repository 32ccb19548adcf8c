/** The command as this repository runs it: the SDK lies in its own package's `dist`. */
import { fileURLToPath } from 'node:url'
import { runCli } from './run-cli.ts'

const folderBeside = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

runCli({
  command: 'npm run demo --',
  pageFolder: folderBeside('./demo-page/'),
  embedFolder: folderBeside('./embed-page/'),
  toolsFolder: folderBeside('./tools-page/'),
  sdkFolder: folderBeside('../../webphone/dist/'),
})
