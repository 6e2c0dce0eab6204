/** The server's log as a test reads it: every line, and the next one that matters. */
import { until } from '@dure/testkit'
import type { LogSink } from '../observability/logger.ts'
import { DEADLINE_MS } from './deadline.ts'

export interface LogLine {
  readonly level: number
  readonly msg: string
  readonly document?: string
  readonly [field: string]: unknown
}

export class LogWatch implements LogSink {
  readonly lines: LogLine[] = []
  readonly #watchers = new Set<() => void>()

  write(text: string): void {
    this.lines.push(JSON.parse(text) as LogLine)
    for (const check of [...this.#watchers]) check()
  }

  /** Resolves when `count` lines say this, from the server's start on. */
  said(msg: string, count = 1): Promise<readonly LogLine[]> {
    return until(`${count} × "${msg}" in the log`, DEADLINE_MS, (done) => {
      const check = (): void => {
        const found = this.lines.filter((line) => line.msg === msg)
        if (found.length >= count) done(found)
      }
      this.#watchers.add(check)
      check()
      return () => this.#watchers.delete(check)
    })
  }
}
