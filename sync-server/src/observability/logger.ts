/** Structured logs, one line an event: ids, sizes and timings, never content (SPEC DU12). */
import { type Logger, pino } from 'pino'

export type { Logger }

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Takes the log, a JSON line at a time. */
export interface LogSink {
  write(line: string): void
}

/** Writes JSON lines; to standard error by default, so that standard output stays for what the operator asked. */
export const createLogger = (
  level: LogLevel,
  fields: Readonly<Record<string, string>>,
  sink: LogSink = pino.destination({ fd: 2, sync: true }),
): Logger => pino({ level, base: fields, timestamp: pino.stdTimeFunctions.isoTime }, sink)
