/** Work that is done again and again beside everything else: never twice at once, and never in anybody's way. */
import type { Clock, Timer } from './clock.ts'
import type { Logger } from './observability/logger.ts'

export interface UpkeepWork {
  readonly everyMs: number
  /** Ends early when `stopped` says so. What fails is done the next time. */
  run(stopped: () => boolean): Promise<void>
  /** For the log. */
  readonly failed: string
}

export class Upkeep {
  readonly #work: UpkeepWork
  readonly #logger: Logger
  readonly #timer: Timer
  #running: Promise<void> | undefined
  #stopped = false

  constructor(work: UpkeepWork, clock: Clock, logger: Logger) {
    this.#work = work
    this.#logger = logger
    this.#timer = clock.setInterval(() => void this.look(), work.everyMs)
  }

  /** Never rejects. */
  look(): Promise<void> {
    this.#running ??= this.#work
      .run(() => this.#stopped)
      .catch((error: unknown) => this.#logger.warn({ err: error }, this.#work.failed))
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer.cancel()
    await this.#running
  }
}
