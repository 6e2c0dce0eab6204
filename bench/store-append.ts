/**
 * How long an update waits for the disk, and what that costs the main thread: `node bench/store-append.ts`.
 *
 * Updates of 60 bytes arrive at a steady rate, spread over documents and sessions. The committer is the natural group
 * commit: it hands in whatever has queued up as soon as the batch before is durable. Printed for each rate: how long an
 * update waited from its arrival to its ack, how large batches were, and the CPU of the main thread and the process.
 *
 * Options: `--seconds=5` a rate, `--rates=1000,10000,max`, `--only=sqlite|postgres`, `--documents=100`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { type DocumentId, newDocumentId, newSessionId, newUserId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import { type AppendRequest, openPostgresStore, openSqliteStore, type Store } from '@dure/store'
import { startPostgres } from '@dure/testkit/postgres'

const UPDATE_BYTES = 60
const SESSIONS_PER_DOCUMENT = 5
/** Most updates waiting at the unlimited rate: enough to keep every batch full. */
const MAX_BACKLOG = 2_000
const TICK_MS = 1

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rates: { type: 'string', default: '100,1000,10000,max' },
    only: { type: 'string' },
    documents: { type: 'string', default: '100' },
  },
})

interface Source {
  next(): AppendRequest
}

/** Updates of many sessions, round robin. */
async function createSource(store: Store, documentCount: number): Promise<Source> {
  const pens = await Promise.all(
    Array.from({ length: documentCount }, async () => {
      const documentId: DocumentId = newDocumentId()
      await store.documents.create({ id: documentId, createdBy: newUserId() })
      return Array.from({ length: SESSIONS_PER_DOCUMENT }, (_, index) => ({
        documentId,
        sessionId: newSessionId(),
        userId: newUserId(),
        yjsClientIds: [1_000 + index],
        written: 0,
      }))
    }),
  )
  const all = pens.flat()
  const epoch = toEpoch(1)
  let turn = 0
  return {
    next() {
      const pen = all[turn % all.length]
      if (!pen) throw new Error('a source has pens')
      turn += 1
      pen.written += 1
      const { written, ...rest } = pen
      // A buffer of its own, as it comes from a socket.
      return { ...rest, epoch, clientSeq: toClientSeq(written), bytes: new Uint8Array(UPDATE_BYTES).fill(written) }
    },
  }
}

interface Measured {
  readonly updates: number
  readonly batches: number
  readonly seconds: number
  readonly waitsMs: Float64Array
  readonly mainMs: number
  readonly processMs: number
}

type Append = Store['log']['append']

/** `rate` in updates a second; undefined: as many as the store takes. */
async function measure(append: Append, source: Source, rate: number | undefined, seconds: number): Promise<Measured> {
  let queue: { readonly request: AppendRequest; readonly at: number }[] = []
  const waits: number[] = []
  let batches = 0
  let arrived = 0
  let wake = (): void => undefined
  const started = performance.now()
  const end = started + seconds * 1_000
  const processBefore = process.cpuUsage()
  const mainBefore = process.threadCpuUsage()

  const arrive = (): void => {
    const at = performance.now()
    const due = rate === undefined ? arrived + MAX_BACKLOG - queue.length : Math.floor(((at - started) / 1_000) * rate)
    for (; arrived < due; arrived += 1) queue.push({ request: source.next(), at })
    if (queue.length > 0) wake()
  }
  // Updates come in on the event loop's own time, whether a commit is under way or not.
  const arrivals = rate === undefined ? undefined : setInterval(arrive, TICK_MS)
  while (performance.now() < end) {
    if (rate === undefined) arrive()
    if (queue.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const batch = queue
    queue = []
    const outcomes = await append(batch.map((each) => each.request))
    const now = performance.now()
    batches += 1
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind !== 'committed') throw new Error(`answered ${outcome.kind}`)
      waits.push(now - (batch[index]?.at ?? now))
    }
  }
  clearInterval(arrivals)
  const main = process.threadCpuUsage(mainBefore)
  const whole = process.cpuUsage(processBefore)
  return {
    updates: waits.length,
    batches,
    seconds: (performance.now() - started) / 1_000,
    waitsMs: Float64Array.from(waits).sort(),
    mainMs: (main.user + main.system) / 1_000,
    processMs: (whole.user + whole.system) / 1_000,
  }
}

const percentile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN

function print(name: string, rate: number | undefined, measured: Measured, harnessMicros: number): void {
  const { updates, batches, seconds, waitsMs, mainMs, processMs } = measured
  const columns = [
    name.padEnd(9),
    (rate === undefined ? 'max' : `${rate}/s`).padStart(8),
    `${Math.round(updates / seconds)}/s`.padStart(9),
    `p50 ${percentile(waitsMs, 0.5).toFixed(2)} ms`.padStart(13),
    `p99 ${percentile(waitsMs, 0.99).toFixed(2)} ms`.padStart(13),
    `batch ${(updates / batches).toFixed(1)}`.padStart(13),
    `main ${(((mainMs / seconds) * 100) / 1_000).toFixed(1)} %`.padStart(12),
    `process ${(((processMs / seconds) * 100) / 1_000).toFixed(1)} %`.padStart(16),
    `main less harness ${((mainMs * 1_000) / updates - harnessMicros).toFixed(2)} us/update`,
  ]
  console.log(columns.join('  '))
}

/** What the arrivals, the queue and the bookkeeping of this script cost by themselves, per update. */
async function harnessCost(source: Source): Promise<number> {
  const nothing: Append = async (batch) => {
    await new Promise(setImmediate)
    return batch.map((request) => ({ kind: 'committed', seq: toSeq(request.clientSeq) }))
  }
  await measure(nothing, source, undefined, 0.5)
  const { mainMs, updates } = await measure(nothing, source, undefined, 1)
  return (mainMs * 1_000) / updates
}

async function run(name: string, store: Store): Promise<void> {
  const seconds = Number(values.seconds)
  const source = await createSource(store, Number(values.documents))
  const harnessMicros = await harnessCost(await createSource(store, Number(values.documents)))
  await measure(store.log.append, source, undefined, 1)
  for (const each of values.rates.split(',')) {
    const rate = each === 'max' ? undefined : Number(each)
    print(name, rate, await measure(store.log.append, source, rate, seconds), harnessMicros)
  }
  await store.close()
}

if (values.only !== 'postgres') {
  const directory = await mkdtemp(join(tmpdir(), 'dure-bench-'))
  await run('sqlite', await openSqliteStore({ directory }))
  await rm(directory, { recursive: true })
}
if (values.only !== 'sqlite') {
  const postgres = await startPostgres().catch((error: unknown) => {
    console.log(`postgres  left out: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (postgres) {
    await run('postgres', await openPostgresStore({ connectionString: await postgres.createDatabase() }))
    await postgres.close()
  }
}
