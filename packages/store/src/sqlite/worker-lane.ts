/**
 * The main thread's end of one SQLite worker: requests go out in order and are answered in order.
 *
 * `hold` gives one caller the lane alone, for a transaction of several requests: whatever comes meanwhile waits its
 * turn, so an append never lands inside someone's open transaction; it is the next when that ends. A worker that dies
 * takes its pending requests with it (StoreUnavailable) and is replaced.
 */
import { Worker } from 'node:worker_threads'
import { StoreRefused, StoreUnavailable } from '../store.ts'
import type {
  ReplyEnvelope,
  ReplyOf,
  RequestEnvelope,
  WorkerFailure,
  WorkerRequest,
  WorkerSetup,
} from './worker-message.ts'

export interface LaneLimits {
  /** Requests under way or waiting; a disk that stalls must not let them grow without bound. Beyond: StoreUnavailable. */
  readonly maxRequests: number
  /** A holder that asks for nothing for so long blocks all others: it is rolled back and its next request fails. */
  readonly maxIdleHoldMs: number
  /** A worker that dies sooner than this after its start is not replaced before that time is over. */
  readonly restartPauseMs: number
}

export const LANE_LIMITS: LaneLimits = { maxRequests: 10_000, maxIdleHoldMs: 10_000, restartPauseMs: 1_000 }

/** The thread itself, for those who start it. */
export const startSqliteWorker = (setup: WorkerSetup): Worker =>
  new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: setup, name: `dure-sqlite-${setup.role}` })

type Settle = (envelope: ReplyEnvelope) => void

/** A lane held alone. Requests after `release` fail. */
export interface LaneHold {
  run<R extends WorkerRequest>(request: R): Promise<ReplyOf[R['kind']]>
  /** Gives the lane to the next in line. What is still open is rolled back. Idempotent. */
  release(): void
}

export class WorkerLane {
  readonly #setup: WorkerSetup
  readonly #limits: LaneLimits
  readonly #startWorker: (setup: WorkerSetup) => Worker
  #worker: Worker | undefined
  #startedAt = 0
  #restart: NodeJS.Timeout | undefined
  #lastId = 0
  readonly #pending = new Map<number, Settle>()
  /** What waits for the hold to end, in order of arrival. */
  readonly #turns: (() => void)[] = []
  #hold: LaneHold | undefined
  #closing: Promise<void> | undefined
  /** Set while no worker runs: why. */
  #down: string | undefined

  constructor(setup: WorkerSetup, limits: LaneLimits = LANE_LIMITS, startWorker = startSqliteWorker) {
    this.#setup = setup
    this.#limits = limits
    this.#startWorker = startWorker
    this.#start()
  }

  /** Requests not yet answered: how busy the lane is. */
  get load(): number {
    return this.#pending.size + this.#turns.length
  }

  get held(): boolean {
    return this.#hold !== undefined
  }

  /** @throws StoreUnavailable, StoreRefused, or an Error for a mistake in the statement. */
  run<R extends WorkerRequest>(request: R, transfer: readonly ArrayBuffer[] = []): Promise<ReplyOf[R['kind']]> {
    return this.#inTurn(() => this.#post(request, transfer))
  }

  /** The same, before all that waits for a hold to end: people wait for an append, nobody for what runs in holds. */
  runFirst<R extends WorkerRequest>(request: R, transfer: readonly ArrayBuffer[] = []): Promise<ReplyOf[R['kind']]> {
    return this.#inTurn(
      () => this.#post(request, transfer),
      (turn) => this.#turns.unshift(turn),
    )
  }

  hold(): Promise<LaneHold> {
    return this.#inTurn(async () => this.#grant())
  }

  /** Answers what was handed in, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #inTurn<T>(start: () => Promise<T>, queue = (turn: () => void): number => this.#turns.push(turn)): Promise<T> {
    if (this.#closing) throw new StoreUnavailable('The store is closed')
    const { maxRequests } = this.#limits
    if (this.load >= maxRequests) throw new StoreUnavailable(`SQLite: ${maxRequests} requests are waiting already`)
    if (!this.#hold) return start()
    return new Promise<T>((resolve, reject) => {
      queue(() => void start().then(resolve, reject))
    })
  }

  #grant(): LaneHold {
    const { maxIdleHoldMs } = this.#limits
    let lapsed = false
    let underWay = 0
    let lapse: NodeJS.Timeout | undefined
    // Only idle time counts: a statement may take as long as it needs.
    const rest = (): void => {
      if (underWay > 0 || this.#hold !== hold) return
      lapse = setTimeout(() => {
        lapsed = true
        hold.release()
      }, maxIdleHoldMs)
    }
    const hold: LaneHold = {
      run: async (request) => {
        if (this.#hold !== hold) {
          const reason = lapsed ? `a transaction was idle for more than ${maxIdleHoldMs} ms` : 'the worker was replaced'
          throw new StoreUnavailable(`SQLite: ${reason}`)
        }
        clearTimeout(lapse)
        underWay += 1
        try {
          return await this.#post(request, [])
        } finally {
          underWay -= 1
          rest()
        }
      },
      release: () => {
        clearTimeout(lapse)
        if (this.#hold !== hold) return
        // Behind a commit this finds nothing to do. Its failure is that of a worker that is gone.
        void this.#post({ kind: 'rollback' }, []).catch(() => undefined)
        this.#endHold()
      },
    }
    this.#hold = hold
    rest()
    return hold
  }

  #endHold(): void {
    this.#hold = undefined
    while (!this.#hold) {
      const turn = this.#turns.shift()
      if (!turn) return
      turn()
    }
  }

  #post<R extends WorkerRequest>(request: R, transfer: readonly ArrayBuffer[]): Promise<ReplyOf[R['kind']]> {
    return new Promise((resolve, reject) => {
      if (!this.#worker) {
        reject(new StoreUnavailable(this.#down ?? 'The store is closed'))
        return
      }
      this.#lastId += 1
      const envelope: RequestEnvelope = { id: this.#lastId, request }
      this.#worker.postMessage(envelope, transfer)
      this.#pending.set(envelope.id, (answer) => {
        if ('failure' in answer) reject(errorOf(answer.failure))
        // The worker answers each kind with the reply of that kind: `ReplyOf` is its contract.
        else resolve(answer.reply as ReplyOf[R['kind']])
      })
    })
  }

  #start(): void {
    const worker = this.#startWorker(this.#setup)
    this.#worker = worker
    this.#startedAt = performance.now()
    this.#down = undefined
    let reason = 'it ended'
    worker.on('message', (answer: ReplyEnvelope) => {
      const settle = this.#pending.get(answer.id)
      this.#pending.delete(answer.id)
      settle?.(answer)
    })
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    worker.on('exit', () => this.#ended(`SQLite: the ${this.#setup.role} thread was lost (${reason})`))
  }

  #ended(reason: string): void {
    this.#worker = undefined
    this.#down = reason
    const lost = [...this.#pending]
    this.#pending.clear()
    for (const [id, settle] of lost) settle({ id, failure: { kind: 'unavailable', message: reason } })
    if (this.#closing) return
    const pause = this.#limits.restartPauseMs - (performance.now() - this.#startedAt)
    if (pause <= 0) this.#start()
    else this.#restart = setTimeout(() => this.#start(), pause)
    // Whoever held the lane held it with the old worker.
    if (this.#hold) this.#endHold()
  }

  async #close(): Promise<void> {
    while (this.#hold || this.#turns.length > 0) {
      await new Promise<void>((resolve) => this.#turns.push(resolve))
    }
    clearTimeout(this.#restart)
    const worker = this.#worker
    if (!worker) return
    const exit = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    await this.#post({ kind: 'close' }, []).catch(() => worker.terminate())
    await exit
  }
}

function errorOf(failure: WorkerFailure): Error {
  switch (failure.kind) {
    case 'refused':
      return new StoreRefused(failure.message)
    case 'unavailable':
      return new StoreUnavailable(failure.message, { full: failure.full ?? false })
    case 'sql':
      return new Error(failure.message)
  }
}
