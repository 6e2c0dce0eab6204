/** Medians of the rounds, and what Dure's are in proportion to the others', as text and as data. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { median } from './measure/distribution.ts'
import type { PeerName } from './peers/peer.ts'
import { peerOf } from './peers/peer-list.ts'
import type { Measurements, Scenario } from './scenarios/scenario.ts'

export interface ScenarioReport {
  readonly scenario: string
  readonly title: string
  readonly rounds: number
  readonly peers: readonly {
    readonly peer: PeerName
    readonly medians: Measurements
    readonly runs: readonly Measurements[]
  }[]
  /** `dure / hocuspocus cpuUs` → 0.5 */
  readonly ratios: Readonly<Record<string, number>>
  readonly failures: readonly string[]
}

export function summarise(
  scenario: Scenario,
  runs: ReadonlyMap<PeerName, readonly Measurements[]>,
  failures: readonly string[],
): ScenarioReport {
  const peers = [...runs].map(([peer, each]) => ({ peer, medians: medians(scenario, each), runs: each }))
  const ratios: Record<string, number> = {}
  for (const ours of peers.filter(({ peer }) => peer.startsWith('dure'))) {
    for (const other of peers.filter(({ peer }) => !peer.startsWith('dure'))) {
      for (const key of scenario.ratios) {
        const ratio = (ours.medians[key] ?? Number.NaN) / (other.medians[key] ?? Number.NaN)
        if (Number.isFinite(ratio)) ratios[`${ours.peer} / ${other.peer} ${key}`] = ratio
      }
    }
  }
  const rounds = Math.max(0, ...[...runs.values()].map((each) => each.length))
  return { scenario: scenario.name, title: scenario.title, rounds, peers, ratios, failures }
}

const medians = (scenario: Scenario, runs: readonly Measurements[]): Measurements =>
  Object.fromEntries(
    scenario.metrics
      .map(({ key }) => [key, median(runs.map((run) => run[key] ?? Number.NaN))] as const)
      .filter(([, value]) => !Number.isNaN(value)),
  )

export function formatReport(scenario: Scenario, report: ScenarioReport): string {
  const header = ['', ...report.peers.map(({ peer }) => peer)]
  const rows = scenario.metrics.flatMap(({ key, title, digits }) => {
    const cells = report.peers.map(({ medians: each }) => each[key]?.toFixed(digits) ?? '')
    return cells.every((cell) => cell === '') ? [] : [[title, ...cells]]
  })
  const ratios = Object.entries(report.ratios).map(([name, ratio]) => `    ${name}: ${ratio.toFixed(2)}`)
  return [
    `${report.scenario}: ${report.title} (median of ${report.rounds})`,
    table([header, ...rows]),
    ...(ratios.length > 0 ? ['  ratios', ...ratios] : []),
    ...report.failures.map((failure) => `  FAILED ${failure}`),
    '',
  ].join('\n')
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .map((line) => `  ${line}`)
    .join('\n')
}

export const machine = (): string =>
  `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ` +
  `${process.platform}, Node ${process.versions.node}`

/** Above this share of its cores in use before we begin, a machine's latencies say little. */
const BUSY_SHARE = 0.3

/** A warning for whoever reads the figures; empty on a machine that does nothing else. */
export function busyWarning(): string {
  const [load = 0] = loadavg()
  return load > availableParallelism() * BUSY_SHARE
    ? `NOTE: load ${load.toFixed(1)} before the start. Something else runs here: CPU and ratios hold, latencies do not.\n`
    : ''
}

export const legend = (peers: Iterable<PeerName>): string =>
  [...peers].map((name) => `  ${name.padEnd(12)} ${peerOf(name).title}`).join('\n')
