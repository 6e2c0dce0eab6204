/** The words after `npm run bench`. */
import { parseArgs } from 'node:util'
import type { PeerName } from './peers/peer.ts'
import { PEER_NAMES } from './peers/peer-list.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { SCENARIOS } from './scenarios/scenario-list.ts'

export interface Plan {
  readonly scenarios: readonly Scenario[]
  /** Undefined: each scenario's own. */
  readonly peers: readonly PeerName[] | undefined
  readonly rounds: number
  readonly seconds: number
  readonly quick: boolean
}

const DEFAULTS = { quick: { rounds: 1, seconds: 4 }, full: { rounds: 3, seconds: 10 } } as const

/** Answers the plan, or the text to print instead of following one. @throws Error naming what is wrong. */
export function readArguments(words: readonly string[]): Plan | string {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', multiple: true },
      peers: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return helpText()
  const defaults = values.full ? DEFAULTS.full : DEFAULTS.quick
  const scenarios = values.only?.flatMap((list) => list.split(',').map(scenarioOf)) ?? SCENARIOS
  return {
    scenarios,
    peers: values.peers?.split(',').map(peerNameOf),
    rounds: numberOf('--rounds', values.rounds, defaults.rounds),
    seconds: numberOf('--seconds', values.seconds, defaults.seconds),
    quick: !values.full,
  }
}

function scenarioOf(name: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.name === name)
  if (!scenario) throw new Error(`--only ${name}: one of ${SCENARIOS.map((each) => each.name).join(', ')}`)
  return scenario
}

function peerNameOf(raw: string): PeerName {
  const name = PEER_NAMES.find((each) => each === raw)
  if (!name) throw new Error(`--peers ${raw}: some of ${PEER_NAMES.join(', ')}`)
  return name
}

function numberOf(option: string, raw: string | undefined, otherwise: number): number {
  const value = raw === undefined ? otherwise : Number(raw)
  if (!(value >= 1 && value <= 3600)) throw new Error(`${option} ${raw}: a number from 1 to 3600`)
  return value
}

const helpText = (): string =>
  [
    'npm run bench -- [options]     Dure and its peers under the same load, on this machine',
    '',
    '  --only <scenario>   one or several, comma-separated:',
    ...SCENARIOS.map(({ name, title }) => `                        ${name.padEnd(14)} ${title}`),
    `  --peers <names>     some of ${PEER_NAMES.join(', ')}`,
    '                      (default: those that a scenario is about)',
    '  --full              full lengths, all cycles, 3 rounds: about an hour. Without it: one short round, ten minutes',
    '  --rounds <n>        how often everybody is asked, in turns; medians are reported',
    '  --seconds <n>       length of a measured stretch',
    '',
    'Needs Linux (costs are read from /proc); cross-replica needs PostgreSQL and redis-server to be installed.',
    'What was measured is printed and kept in bench/results/. How, and what it means: docs/benchmarks.md.',
    '',
  ].join('\n')
