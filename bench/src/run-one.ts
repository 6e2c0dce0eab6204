/** One scenario against one peer, in a process of its own: started by main.ts, answers over the channel to it. */
import { parseArgs } from 'node:util'
import { PEER_NAMES, peerOf } from './peers/peer-list.ts'
import { SCENARIOS } from './scenarios/scenario-list.ts'

const { values } = parseArgs({
  options: {
    scenario: { type: 'string' },
    peer: { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
})
const scenario = SCENARIOS.find(({ name }) => name === values.scenario)
const peerName = PEER_NAMES.find((name) => name === values.peer)
if (!scenario || !peerName) throw new Error('started by main.ts only')
const measurements = await scenario.run({
  peer: peerOf(peerName),
  seconds: Number(values.seconds),
  quick: values.quick,
})
if (process.send) process.send(measurements, () => process.exit(0))
else {
  process.stdout.write(`${JSON.stringify(measurements)}\n`)
  process.exit(0)
}
