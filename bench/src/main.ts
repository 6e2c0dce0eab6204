/**
 * The benches: the same load against Dure and its peers. Each measurement is a process of its own (run-one.ts) that
 * starts a server, loads it, and ends it; the peers take turns within each round, so that a change in the machine's
 * mood meets them all.
 */
import { fork } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PeerName } from './peers/peer.ts'
import { type Plan, readArguments } from './read-arguments.ts'
import { busyWarning, formatReport, legend, machine, type ScenarioReport, summarise } from './report.ts'
import type { Measurements, Scenario } from './scenarios/scenario.ts'

const RUN_ONE = fileURLToPath(new URL('run-one.ts', import.meta.url))
const RESULTS = fileURLToPath(new URL('../results', import.meta.url))

async function follow(plan: Plan): Promise<void> {
  if (process.platform !== 'linux') throw new Error('The benches read costs from /proc and so need Linux.')
  const peers = new Set(plan.scenarios.flatMap((scenario) => peersOf(scenario, plan)))
  const heading = `${machine()}\n${busyWarning()}${legend(peers)}\n`
  say(heading)
  const reports: ScenarioReport[] = []
  const texts: string[] = []
  for (const scenario of plan.scenarios) {
    const report = await runScenario(scenario, plan)
    reports.push(report)
    texts.push(formatReport(scenario, report))
    say(texts.at(-1) ?? '')
    if (report.failures.length > 0) process.exitCode = 1
  }
  await mkdir(RESULTS, { recursive: true })
  const stamp = new Date().toISOString().replaceAll(':', '-').slice(0, 19)
  const data = { at: new Date().toISOString(), machine: machine(), quick: plan.quick, seconds: plan.seconds, reports }
  await writeFile(join(RESULTS, `${stamp}.json`), `${JSON.stringify(data, undefined, 2)}\n`)
  await writeFile(join(RESULTS, `${stamp}.txt`), `${heading}\n${texts.join('\n')}`)
  say(`Kept in bench/results/${stamp}.{txt,json}`)
}

const peersOf = (scenario: Scenario, plan: Plan): readonly PeerName[] =>
  plan.peers?.filter((peer) => scenario.peers.includes(peer) || canStandIn(scenario, peer)) ?? scenario.peers

/** Dure under stock clients can be asked whatever Dure can, where nothing of its own dialect is needed. */
const canStandIn = (scenario: Scenario, peer: PeerName): boolean =>
  peer === 'dure-plain' && scenario.peers.includes('hocuspocus')

async function runScenario(scenario: Scenario, plan: Plan): Promise<ScenarioReport> {
  const peers = peersOf(scenario, plan)
  const runs = new Map<PeerName, Measurements[]>(peers.map((peer) => [peer, []]))
  const failures: string[] = []
  for (let round = 0; round < plan.rounds; round += 1) {
    // Each round begins with another peer.
    const order = [...peers.slice(round % peers.length), ...peers.slice(0, round % peers.length)]
    for (const peer of order) {
      note(`${scenario.name}: round ${round + 1} of ${plan.rounds}, ${peer}`)
      try {
        runs.get(peer)?.push(await runOne(scenario, peer, plan))
      } catch (error) {
        failures.push(`${peer}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  note('')
  return summarise(scenario, runs, failures)
}

function runOne(scenario: Scenario, peer: PeerName, plan: Plan): Promise<Measurements> {
  return new Promise((resolve, reject) => {
    const words = ['--scenario', scenario.name, '--peer', peer, '--seconds', String(plan.seconds)]
    const child = fork(RUN_ONE, plan.quick ? [...words, '--quick'] : words, {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    const complaints: string[] = []
    let measurements: Measurements | undefined
    child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk.toString()))
    child.on('message', (message) => {
      measurements = message as Measurements
    })
    child.on('exit', (code) => {
      if (measurements && code === 0) resolve(measurements)
      else reject(new Error(complaints.join('').trim() || `ended with ${code}`))
    })
  })
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** A line of progress, for a person at a terminal. */
function note(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

try {
  const plan = readArguments(process.argv.slice(2))
  if (typeof plan === 'string') process.stdout.write(plan)
  else await follow(plan)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
