/**
 * The threads that do heavy work on documents, so that no document can hold up the event loop of all the others.
 * Jobs go to the least busy thread; a thread that crashes or takes too long is replaced and its jobs fail.
 */
import { Worker } from 'node:worker_threads'
import type { ClockRange, StateIndex } from '@dure/document/update'
import type { Clocks, DocumentJobs, Folded, JobName, JobReply } from './document-jobs.ts'
import type { DocumentPreview } from './document-preview.ts'
import { DocumentJobFailed, type DocumentWork, DocumentWorkBusy } from './document-work.ts'
import { largeUpdates } from './large-updates.ts'
import type { SnapshotContent } from './snapshot-codec.ts'

/** A job that takes longer is given up with its thread: the largest honest document takes two seconds. */
const JOB_TIMEOUT_MS = 30_000
/** Jobs one thread may have waiting. Beyond: refused, and asked for again with the next edit. */
const MAX_WAITING_JOBS = 1000
/** Heap of one thread, in MB: a 10 MB document takes about 150. */
const MAX_HEAP_MB = 1024

interface Waiting {
  resolve(answer: DocumentJobs[JobName]['answer']): void
  reject(error: Error): void
  readonly name: JobName
}

interface Thread {
  readonly worker: Worker
  /** In the order in which they are done: the first is under way. */
  readonly waiting: Map<number, Waiting>
  timeout: NodeJS.Timeout | undefined
}

export class DocumentWorkers implements DocumentWork {
  readonly #threads: Thread[]
  readonly #large = largeUpdates((name, ask) => this.#ask(name, ask))
  #nextId = 1
  #closed = false

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () => this.#start())
  }

  decode(snapshot: Uint8Array): Promise<SnapshotContent> {
    return this.#ask('decode', { snapshot })
  }

  fold(ask: DocumentJobs['fold']['ask']): Promise<Folded> {
    return this.#ask('fold', ask)
  }

  copy(ask: DocumentJobs['copy']['ask']): Promise<DocumentJobs['copy']['answer']> {
    return this.#ask('copy', ask)
  }

  preview(ask: DocumentJobs['preview']['ask']): Promise<DocumentPreview> {
    return this.#ask('preview', ask)
  }

  index(state: Uint8Array): Promise<StateIndex> {
    return this.#ask('index', { state })
  }

  deletesOf(state: Uint8Array): Promise<readonly ClockRange[]> {
    return this.#ask('deletes', { state })
  }

  scan(update: Uint8Array): ReturnType<DocumentWork['scan']> {
    return this.#large.scan(update)
  }

  cut(update: Uint8Array, clocks: Clocks): ReturnType<DocumentWork['cut']> {
    return this.#large.cut(update, clocks)
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#threads.map((thread) => thread.worker.terminate()))
  }

  #ask<Name extends JobName>(name: Name, ask: DocumentJobs[Name]['ask']): Promise<DocumentJobs[Name]['answer']> {
    if (this.#closed) return Promise.reject(new DocumentWorkBusy('the server is stopping'))
    const thread = this.#threads.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least))
    if (thread.waiting.size >= MAX_WAITING_JOBS) {
      return Promise.reject(new DocumentWorkBusy('too many jobs are waiting'))
    }
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve, reject) => {
      thread.waiting.set(id, { resolve, reject, name })
      if (thread.waiting.size === 1) this.#watch(thread)
      thread.worker.postMessage({ id, name, ask })
    })
  }

  /** Gives the job that now is under way its time; those behind it get theirs when they begin. */
  #watch(thread: Thread): void {
    clearTimeout(thread.timeout)
    const [first] = thread.waiting.values()
    if (!first) return
    const why = `a ${first.name} job took over ${JOB_TIMEOUT_MS} ms`
    thread.timeout = setTimeout(() => this.#replace(thread, why), JOB_TIMEOUT_MS).unref()
  }

  #start(): Thread {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    worker.unref()
    const thread: Thread = { worker, waiting: new Map(), timeout: undefined }
    worker.on('message', (reply: JobReply) => {
      const waiting = thread.waiting.get(reply.id)
      if (!waiting) return
      thread.waiting.delete(reply.id)
      this.#watch(thread)
      if ('error' in reply) waiting.reject(new DocumentJobFailed(reply.error))
      else waiting.resolve(reply.answer)
    })
    worker.on('error', (error) => this.#replace(thread, String(error)))
    worker.on('exit', () => this.#replace(thread, 'the thread ended'))
    return thread
  }

  #replace(thread: Thread, why: string): void {
    const at = this.#threads.indexOf(thread)
    if (at < 0) return
    if (this.#closed) this.#threads.splice(at, 1)
    else this.#threads[at] = this.#start()
    void thread.worker.terminate()
    clearTimeout(thread.timeout)
    const [first, ...others] = thread.waiting.values()
    thread.waiting.clear()
    first?.reject(this.#closed ? new DocumentWorkBusy(why) : new DocumentJobFailed(why))
    for (const waiting of others) waiting.reject(new DocumentWorkBusy('its thread was lost under another job'))
  }
}
