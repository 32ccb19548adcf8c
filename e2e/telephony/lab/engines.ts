// The media relay and the TURN server from deploy/; only addresses and secrets are given.
import dgram from 'node:dgram'
import net from 'node:net'
import { join } from 'node:path'
import { startDaemon, type Daemon } from './daemon.ts'
import { deployDir, domain, turnSecret } from './paths.ts'
import { waitFor } from './wait.ts'

export async function startRtpengine(): Promise<Daemon> {
  const daemon = startDaemon({
    name: 'rtpengine',
    command: 'rtpengine',
    args: [
      `--config-file=${join(deployDir, 'rtpengine/rtpengine.conf')}`,
      ...['--foreground', '--log-stderr', '--interface=127.0.0.1', '--log-level=6'],
    ],
  })
  await waitFor('rtpengine answers a ping', pingRtpengine, { owner: daemon })
  return daemon
}

/** NG protocol: a cookie, then bencode. */
function pingRtpengine(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket('udp4')
    const done = (isUp: boolean) => {
      clearTimeout(timer)
      socket.close()
      resolve(isUp)
    }
    const timer = setTimeout(() => done(false), 200)
    socket.on('error', () => done(false))
    socket.on('message', (answer) => done(answer.toString().includes('pong')))
    socket.send('1_1 d7:command4:pinge', 2223, '127.0.0.1')
  })
}

export async function startCoturn(): Promise<Daemon> {
  const daemon = startDaemon({
    name: 'coturn',
    command: 'turnserver',
    // Loopback is a peer in these tests only; the file refuses it.
    args: [
      ...['-c', join(deployDir, 'coturn/turnserver.conf')],
      ...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--realm=${domain}`],
      ...[`--static-auth-secret=${turnSecret}`, '--allow-loopback-peers', '--allowed-peer-ip=127.0.0.1'],
      ...['--pidfile=', '-v'],
    ],
  })
  await waitFor('coturn listens', () => canConnect(3478), { owner: daemon })
  return daemon
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.setTimeout(300, () => socket.destroy())
    socket.on('connect', () => {
      resolve(true)
      socket.destroy()
    })
    socket.on('close', () => resolve(false))
    socket.on('error', () => resolve(false))
  })
}
