// The PBX alone, as a process that can be bound to one core: `node pbx-server.mjs BUNDLE PORT SECRET`.
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

const [bundle, port, secret] = process.argv.slice(2)
const { createPbx } = await import(pathToFileURL(bundle).href)
const pbx = createPbx({
  domain: 'pbx.test',
  credentialsOf(username) {
    const [, extension] = username.split(':')
    return { password: createHmac('sha1', secret).update(username).digest('base64'), extension }
  },
  hasExtension: () => true,
})
const server = createServer()
server.on('upgrade', pbx.handleUpgrade)
server.listen({ port: Number(port), host: '127.0.0.1', backlog: 4096 }, () => console.log('ready'))
process.on('disconnect', () => process.exit(0))
