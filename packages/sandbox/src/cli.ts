/** The published command: server, pages and SDK lie in one folder. */
import { fileURLToPath } from 'node:url'
import { runCli } from '@zorio/server/run-cli'

const folderBeside = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

runCli({
  command: 'npx @zorio/sandbox',
  pageFolder: folderBeside('./demo-page/'),
  embedFolder: folderBeside('./embed-page/'),
  toolsFolder: folderBeside('./tools-page/'),
  sdkFolder: folderBeside('./sdk/'),
})
