/**
 * Sends letters by the mail server of the settings. A letter that cannot be sent is a line in the log and an answer, never
 * a failed request: what it was about is done, and can be told in another way.
 */
import { createTransport } from 'nodemailer'
import type { MailSettings } from '../config/read-config.ts'
import { MAIL_CONNECT_MS, MAIL_SILENCE_MS, MAX_LETTERS_UNDER_WAY } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Letter } from './letters.ts'

export interface Mailer {
  /** Whether the mail server took it. Never rejects. */
  send(to: string, letter: Letter): Promise<boolean>
  /** What a link in a letter leads to. @param path Begins with `/`. */
  linkTo(path: string): string
  /** Looks whether the mail server can be reached and lets us in, and says in the log when it does not. */
  check(): Promise<void>
  close(): void
}

export function createMailer({ server, from, publicUrl }: MailSettings, logger: Logger): Mailer {
  const [user, password] = [decodeURIComponent(server.username), decodeURIComponent(server.password)]
  const secure = server.protocol === 'smtps:'
  const transport = createTransport({
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port === '' ? (secure ? 465 : 587) : Number(server.port),
    secure,
    // A password goes over no wire that can be listened at; on this machine there is none.
    requireTLS: !secure && user !== '' && !isHere(server.hostname),
    ...(user === '' ? {} : { auth: { user, pass: password } }),
    connectionTimeout: MAIL_CONNECT_MS,
    greetingTimeout: MAIL_CONNECT_MS,
    socketTimeout: MAIL_SILENCE_MS,
    // Nothing is read from files or fetched for a letter.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  let underWay = 0
  return {
    async send(to, { subject, text, html }) {
      if (underWay >= MAX_LETTERS_UNDER_WAY) {
        logger.warn('a letter is not sent: too many are under way')
        return false
      }
      underWay += 1
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html })
        return true
      } catch (error) {
        logger.warn(failureOf(error), 'a letter could not be sent')
        return false
      } finally {
        underWay -= 1
      }
    },
    linkTo: (path) => publicUrl + path,
    async check() {
      try {
        await transport.verify()
      } catch (error) {
        logger.warn({ server: server.host, ...failureOf(error) }, 'the mail server of DURE_SMTP_URL does not let us in')
      }
    },
    close: () => transport.close(),
  }
}

/** Codes only: what a mail server says may hold the address it was said about. */
function failureOf(error: unknown): Readonly<Record<string, unknown>> {
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return { code: field('code'), command: field('command'), responseCode: field('responseCode') }
}

const isHere = (host: string): boolean => host === 'localhost' || host === '127.0.0.1' || host === '[::1]'
