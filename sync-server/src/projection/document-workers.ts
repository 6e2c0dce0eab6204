/**
 * The threads that do heavy work on documents, so that no document can hold up the event loop of all the others.
 * Jobs go to the least busy thread; a thread that crashes or takes too long is replaced and its jobs fail.
 */
import { Worker } from 'node:worker_threads'
import type { ClockRange } from '@dure/document/update'
import type { Clocks, DocumentJobs, Folded, JobName, JobReply } from './document-jobs.ts'
import { DocumentJobFailed, type DocumentWork } from './document-work.ts'

/** A job that takes longer is given up with its thread: the largest honest document takes two seconds. */
const JOB_TIMEOUT_MS = 30_000
/** Jobs one thread may have waiting. Beyond: refused, and asked for again with the next edit. */
const MAX_WAITING_JOBS = 1000
/** Heap of one thread, in MB: a 10 MB document takes about 150. */
const MAX_HEAP_MB = 1024

interface Waiting {
  resolve(answer: DocumentJobs[JobName]['answer']): void
  reject(error: Error): void
  readonly timeout: NodeJS.Timeout
}

interface Thread {
  readonly worker: Worker
  readonly waiting: Map<number, Waiting>
}

export class DocumentWorkers implements DocumentWork {
  readonly #threads: Thread[]
  #nextId = 1
  #closed = false

  constructor(threads: number) {
    this.#threads = Array.from({ length: threads }, () => this.#start())
  }

  decode(snapshot: Uint8Array): Promise<{ readonly state: Uint8Array; readonly clocks: Clocks }> {
    return this.#ask('decode', { snapshot })
  }

  fold(ask: DocumentJobs['fold']['ask']): Promise<Folded> {
    return this.#ask('fold', ask)
  }

  diff(state: Uint8Array, clocks: Clocks): Promise<Uint8Array> {
    return this.#ask('diff', { state, clocks })
  }

  deletesOf(state: Uint8Array): Promise<readonly ClockRange[]> {
    return this.#ask('deletes', { state })
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#threads.map((thread) => thread.worker.terminate()))
  }

  #ask<Name extends JobName>(name: Name, ask: DocumentJobs[Name]['ask']): Promise<DocumentJobs[Name]['answer']> {
    const thread = this.#threads.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least))
    if (this.#closed || thread.waiting.size >= MAX_WAITING_JOBS) {
      return Promise.reject(
        new DocumentJobFailed(this.#closed ? 'the server is stopping' : 'too many jobs are waiting'),
      )
    }
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(
        () => this.#replace(thread, `a ${name} job took over ${JOB_TIMEOUT_MS} ms`),
        JOB_TIMEOUT_MS,
      )
      timeout.unref()
      thread.waiting.set(id, { resolve, reject, timeout })
      thread.worker.postMessage({ id, name, ask })
    })
  }

  #start(): Thread {
    const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    })
    worker.unref()
    const thread: Thread = { worker, waiting: new Map() }
    worker.on('message', (reply: JobReply) => {
      const waiting = thread.waiting.get(reply.id)
      if (!waiting) return
      thread.waiting.delete(reply.id)
      clearTimeout(waiting.timeout)
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
    for (const waiting of thread.waiting.values()) {
      clearTimeout(waiting.timeout)
      waiting.reject(new DocumentJobFailed(why))
    }
    thread.waiting.clear()
  }
}
