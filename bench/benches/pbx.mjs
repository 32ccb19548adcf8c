// What one core of our PBX carries: registrations beside Kamailio, calls set up, calls that echo.
import { runLab } from '../lib/run-lab.mjs'
import { round } from '../lib/numbers.mjs'
import { atLeast, atMost } from '../lib/verdict.mjs'

export const goal =
  'registrations within 3 x of Kamailio; ≥ 50 echo calls on one core without late packets. Told for a CPU second of the server. Limit: C against JavaScript; an echo call is 50 packets a second decrypted and 50 encrypted'

export async function run() {
  const { registrations, setups, echo } = runLab('pbx')
  const rows = [
    {
      what: 'REGISTER with digest, a CPU second',
      zorio: round(registrations.ours),
      Kamailio: round(registrations.theirs ?? Number.NaN),
    },
    { what: 'calls between phones, a CPU second', zorio: round(setups.perCpuSecond) },
    ...echo.map(({ calls, late, packets, corePerCall }) => ({
      what: `${calls} echo calls`,
      zorio: `${round(corePerCall * calls * 100)} % of a core, ${late} of ${packets} packets late`,
    })),
  ]
  const most = echo.at(-1)
  const verdicts = [
    // Behind a share of a thousandth stands the machine's own noise: the callers run on it too.
    atMost(
      `${most.calls} echo calls: late packets, of a thousand`,
      round((most.late / most.packets) * 1000, 1),
      1,
    ),
    atLeast('echo calls that fill one core', round(1 / most.corePerCall), 50),
  ]
  if (registrations.theirs !== undefined)
    verdicts.unshift(
      atMost('Kamailio against us, times', round(registrations.theirs / registrations.ours, 1), 3),
    )
  return { columns: ['what', 'zorio', 'Kamailio'], rows, raw: { registrations, setups, echo }, verdicts }
}
