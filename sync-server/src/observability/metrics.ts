/** What `/metrics` shows, in Prometheus' format. Names are listed in docs/self-hosting.md. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { CARRIERS, type Carrier } from '../transport/open-connections.ts'

export interface Metrics {
  readonly registry: Registry
  readonly commitSeconds: Histogram
  readonly commitBatch: Histogram
  readonly ackLagSeconds: Histogram
  readonly committed: Counter
  readonly commitFailures: Counter
  readonly delivered: Counter
  readonly refusals: Counter<'reason'>
  readonly closes: Counter<'reason'>
  readonly backplaneGaps: Counter
  readonly sentBytes: Counter
  readonly receivedBytes: Counter
}

export interface MetricSources {
  connections(): number
  /** Open connections that this carries. */
  sessions(carrier: Carrier): number
  rooms(): number
  roomBytes(): number
  queuedUpdates(): number
  backplaneUp(): boolean
  backplaneDropped(): number
}

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers })
  gauge('dure_connections', 'Open connections.', sources.connections)
  new Gauge({
    name: 'dure_sessions',
    help: 'Sessions by what carries them.',
    labelNames: ['transport'],
    registers,
    collect() {
      for (const transport of CARRIERS) this.set({ transport }, sources.sessions(transport))
    },
  })
  gauge('dure_rooms', 'Open documents.', sources.rooms)
  gauge('dure_room_bytes', 'Bytes that open documents hold.', sources.roomBytes)
  gauge('dure_commit_queue_updates', 'Updates waiting for the disk.', sources.queuedUpdates)
  gauge('dure_backplane_up', 'Whether messages flow between replicas (1) or not (0).', () =>
    sources.backplaneUp() ? 1 : 0,
  )
  gauge('dure_backplane_dropped', 'Backplane messages that could not be sent or read.', sources.backplaneDropped)
  return {
    registry,
    commitSeconds: new Histogram({
      name: 'dure_commit_seconds',
      help: 'From handing a transaction to the store to its answer.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
      registers,
    }),
    ackLagSeconds: new Histogram({
      name: 'dure_ack_lag_seconds',
      help: 'From an update being on disk to its sender being told.',
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5],
      registers,
    }),
    commitBatch: new Histogram({
      name: 'dure_commit_batch_updates',
      help: 'Updates in one transaction.',
      buckets: [1, 2, 5, 10, 20, 50, 100, 500, 2000],
      registers,
    }),
    committed: counter('dure_committed_updates_total', 'Updates on disk.'),
    commitFailures: counter('dure_commit_failures_total', 'Transactions that failed.'),
    delivered: counter('dure_delivered_batches_total', 'Batches sent to connections.'),
    refusals: new Counter({ name: 'dure_refusals_total', help: 'Updates refused.', labelNames: ['reason'], registers }),
    closes: new Counter({
      name: 'dure_closes_total',
      help: 'Connections closed by the server.',
      labelNames: ['reason'],
      registers,
    }),
    backplaneGaps: counter(
      'dure_backplane_missed_rows_total',
      'Rows of the log that had to be read because no message brought them.',
    ),
    sentBytes: counter('dure_sent_bytes_total', 'Bytes sent to document connections.'),
    receivedBytes: counter('dure_received_bytes_total', 'Bytes received from document connections.'),
  }
}
