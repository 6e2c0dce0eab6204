/**
 * A server in a process of its own whose heap can be weighed: nothing of the test's people is in it. Asked over the
 * process channel, it waits until everybody has left, moves its clock on until every room is closed, collects garbage
 * and answers what it still holds.
 *
 * This file is both ends: `MeasuredServer` starts itself as a child.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { OWNER_SETTINGS, until } from '@dure/testkit'
import { readConfig } from '../config/read-config.ts'
import type { LogSink } from '../observability/logger.ts'
import { startServer } from '../start-server.ts'
import { SkippingClock } from './skipping-clock.ts'

export interface Weight {
  /** Live objects on the main thread's heap. */
  readonly heapBytes: number
  /** What they hold outside it: buffers, sockets, parsers. */
  readonly externalBytes: number
  /** What the whole process takes of the machine's memory, for the record: freed pages come back when they like. */
  readonly residentBytes: number
}

type Told = { readonly listens: string } | { readonly weight: Weight }

const DEADLINE_MS = 60_000

export class MeasuredServer {
  readonly #child: ChildProcess
  readonly origin: string

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child
    this.origin = origin
  }

  static async start(directory: string): Promise<MeasuredServer> {
    const { PATH = '' } = process.env
    const settings = { PORT: '0', HOST: '127.0.0.1', DURE_WORKERS: '1', LOG_LEVEL: 'debug' }
    const env = { PATH, ...OWNER_SETTINGS, ...settings, DURE_DATA_DIR: directory }
    const child = fork(fileURLToPath(import.meta.url), { env, execArgv: ['--expose-gc'] })
    const told = await tell(child, 'that it listens')
    if (!('listens' in told)) throw new TypeError('the server first says where it listens')
    return new MeasuredServer(child, told.listens)
  }

  /** Resolves when everybody has left and everything was given back. */
  async weigh(): Promise<Weight> {
    const answer = tell(this.#child, 'what it holds')
    this.#child.send('weigh')
    const told = await answer
    if (!('weight' in told)) throw new TypeError('asked for its weight the server answers with it')
    return told.weight
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGKILL')
    await ended
  }
}

const tell = (child: ChildProcess, what: string): Promise<Told> =>
  until(`the server tells ${what}`, DEADLINE_MS, (done: (told: Told) => void) => {
    // Both ends are this file.
    const hear = (message: unknown): void => done(message as Told)
    child.once('message', hear)
    return () => child.off('message', hear)
  })

/** Counts who comes and goes by the server's own log, and keeps none of its lines. */
class Turnstile implements LogSink {
  readonly #counts = new Map<string, number>()
  #check: (() => void) | undefined

  write(line: string): void {
    const { msg } = JSON.parse(line) as { msg: string }
    this.#counts.set(msg, (this.#counts.get(msg) ?? 0) + 1)
    this.#check?.()
  }

  /** Resolves when as many have gone as have come. */
  even(came: string, went: string): Promise<void> {
    return new Promise((resolve) => {
      this.#check = () => {
        if ((this.#counts.get(came) ?? 0) !== (this.#counts.get(went) ?? 0)) return
        this.#check = undefined
        resolve()
      }
      this.#check()
    })
  }
}

/** Longer than a room without people is kept, a hello waited for, or a close answered. */
const IDLE_MS = 61_000
/** Turns of the loop in which what was closed may still be let go of. */
const SETTLING_TURNS = 20

async function serve(): Promise<void> {
  const clock = new SkippingClock()
  const people = new Turnstile()
  const server = await startServer(readConfig(process.env), { clock, logTo: people })
  process.on('message', () => {
    void weigh(clock, people).then((weight) => process.send?.({ weight }))
  })
  process.send?.({ listens: server.origin })
}

async function weigh(clock: SkippingClock, people: Turnstile): Promise<Weight> {
  await people.even('connected', 'disconnected')
  clock.skip(IDLE_MS)
  await people.even('room opened', 'room closed')
  clock.skip(IDLE_MS)
  // What is let go of in one turn may be held until the next: finalizers, closed handles, answers of workers.
  let least = collected()
  for (let turn = 0; turn < SETTLING_TURNS; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    const now = collected()
    if (now.heapBytes < least.heapBytes) least = now
  }
  return least
}

function collected(): Weight {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heapBytes: heapUsed, externalBytes: external, residentBytes: rss }
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) await serve()
