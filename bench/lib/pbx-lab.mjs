// Loads our PBX, and Kamailio beside it, in a network namespace of its own: `node pbx-lab.mjs pbx|scale`, prints JSON.
// Capacity is told for a CPU second of the server, so that what else the machine does matters little.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { bundleTypescript, loadTypescript } from './load-typescript.mjs'
import { usageOf } from './cpu-of.mjs'
import { median, percentile } from './numbers.mjs'
import { callsBetweenPhones } from './sip-calls.mjs'
import { credentialsFor, openPhone } from './sip-client.mjs'

const domain = 'pbx.test'
const secret = 'sip-secret-of-the-tests'
const ourPort = 8070

async function startOurs() {
  const bundle = await bundleTypescript('packages/pbx/src/index.ts')
  const script = new URL('./pbx-server.mjs', import.meta.url).pathname
  // A process group of its own, on the first core; the load runs on the second.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'taskset', '-c', '0', process.execPath, script, bundle, String(ourPort), secret],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return {
    url: `ws://127.0.0.1:${ourPort}/`,
    group: child.pid,
    stop: () => void process.kill(-Number(child.pid), 'SIGKILL'),
  }
}

async function startTheirs() {
  if (!existsSync('/usr/sbin/kamailio')) return undefined
  const { startKamailio } = await loadTypescript('e2e/telephony/lab/kamailio.ts')
  const daemon = await startKamailio({ node: { ip: '127.0.0.1', rpcPort: 5065 } })
  spawn('taskset', ['-a', '-c', '-p', '0', String(daemon.pid)], { stdio: 'ignore' })
  return { url: 'ws://127.0.0.1:8080', group: daemon.pid, stop: () => daemon.kill() }
}

/** Opens `count` phones and registers each `times` times, some at once. */
async function registrations(server, { count, times, firstExtension = 10_000 }) {
  const phones = []
  for (let index = 0; index < count; index += 20)
    phones.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(20, count - index) }, (_, more) => {
          const extension = String(firstExtension + index + more)
          return openPhone({ url: server.url, domain, extension, ...credentialsFor(extension, secret) })
        }),
      )),
    )
  const before = usageOf(server.group)
  for (let round = 0; round < times; round += 1)
    for (let index = 0; index < count; index += 20)
      await Promise.all(phones.slice(index, index + 20).map((phone) => phone.register()))
  const after = usageOf(server.group)
  return {
    phones,
    perCpuSecond: (count * times) / (after.cpuSeconds - before.cpuSeconds),
    rssMb: after.rssMb,
  }
}

async function compareRegistrations() {
  const [ours, theirs] = [await startOurs(), await startTheirs()]
  const samples = { ours: [], theirs: [] }
  for (let round = 0; round < 7; round += 1)
    for (const [name, server] of [
      ['ours', ours],
      ['theirs', theirs],
    ]) {
      if (!server) continue
      const { phones, perCpuSecond } = await registrations(server, {
        count: 100,
        times: 25,
        firstExtension: 10_000 + round * 1000,
      })
      for (const { socket } of phones) socket.terminate()
      // The first rounds warm both up: code that is not compiled yet takes twice as long.
      if (round > 1) samples[name].push(perCpuSecond)
    }
  ours.stop()
  await theirs?.stop()
  return { ours: median(samples.ours), theirs: theirs ? median(samples.theirs) : undefined, samples }
}

async function callSetups() {
  const server = await startOurs()
  const samples = []
  for (let round = 0; round < 4; round += 1) {
    const before = usageOf(server.group).cpuSeconds
    await callsBetweenPhones({ url: server.url, secret, pairs: 10, calls: 15 })
    if (round > 0) samples.push(150 / (usageOf(server.group).cpuSeconds - before))
  }
  server.stop()
  return { perCpuSecond: median(samples), samples }
}

const echoCounts = [10, 25, 50]
const listenMs = 5000
/** A beat is 20 ms; who waits three for a packet hears it. */
const lateMs = 60

/** Clients with real media; their own lateness counts against us too. */
async function echoCalls() {
  const { createTestPhone } = await loadTypescript('packages/pbx/test/support/test-phone.ts')
  const server = await startOurs()
  const phones = []
  const calls = []
  const steps = []
  for (const count of echoCounts) {
    while (calls.length < count) {
      const extension = String(20_000 + calls.length)
      const phone = createTestPhone({ url: server.url, extension, ...credentialsFor(extension, secret) })
      await phone.connect()
      const call = await phone.call('9200')
      await call.answered()
      call.whistle(440)
      phones.push(phone)
      calls.push(call)
    }
    await pause(1500)
    const gaps = []
    for (const call of calls) {
      let last
      call.end.listener.onAudio = () => {
        const now = performance.now()
        if (last !== undefined) gaps.push(now - last)
        last = now
      }
    }
    const before = usageOf(server.group).cpuSeconds
    await pause(listenMs)
    const cpuSeconds = usageOf(server.group).cpuSeconds - before
    for (const call of calls) call.end.listener.onAudio = () => undefined
    steps.push({
      calls: count,
      packets: gaps.length,
      wanted: (count * listenMs) / 20,
      late: gaps.filter((gap) => gap > lateMs).length,
      p99Ms: percentile(gaps, 0.99),
      corePerCall: cpuSeconds / (listenMs / 1000) / count,
    })
  }
  server.stop()
  return steps
}

const herdSizes = [100, 500, 1000, 2500, 5000]

async function growth() {
  const steps = []
  for (const count of herdSizes) {
    const server = await startOurs()
    const before = usageOf(server.group)
    const { phones } = await registrations(server, { count, times: 1 })
    const after = usageOf(server.group)
    steps.push({ phones: count, cpuMs: (after.cpuSeconds - before.cpuSeconds) * 1000, rssMb: after.rssMb })
    for (const { socket } of phones) socket.terminate()
    server.stop()
  }
  return steps
}

const result =
  process.argv[2] === 'scale'
    ? { growth: await growth() }
    : { registrations: await compareRegistrations(), setups: await callSetups(), echo: await echoCalls() }
console.log(JSON.stringify(result))
process.exit(0)
