/** A real SMTP server (RFC 5321, as far as clients need it) that keeps what it is given, for tests to read. */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { until } from './until.ts'

const DEADLINE_MS = 10_000

export interface ReceivedMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** As it came. */
  readonly raw: string
}

export interface MailServerOptions {
  /** Only who says these may send. */
  readonly user?: { readonly name: string; readonly password: string }
}

export class MailServer {
  readonly received: ReceivedMail[] = []
  /** While set, no mail is taken: what a full or angry server answers. */
  refuses = false
  readonly #server: Server
  readonly #open = new Set<Socket>()
  readonly #watchers = new Set<() => void>()
  readonly #user: MailServerOptions['user']

  private constructor(options: MailServerOptions) {
    this.#user = options.user
    this.#server = createServer((socket) => {
      this.#open.add(socket)
      socket.on('close', () => this.#open.delete(socket))
      socket.on('error', () => socket.destroy())
      this.#serve(socket)
    })
  }

  static async start(options: MailServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the mail server does not listen')
    return address.port
  }

  /** For `DURE_SMTP_URL`. */
  get url(): string {
    const who = this.#user ? `${encodeURIComponent(this.#user.name)}:${encodeURIComponent(this.#user.password)}@` : ''
    return `smtp://${who}127.0.0.1:${this.port}`
  }

  /** The newest mail to an address, when there is one. @param count How many there must be. */
  mailTo(address: string, count = 1): Promise<ReceivedMail> {
    return until(`${count} mails to ${address}`, DEADLINE_MS, (done) => {
      const check = (): void => {
        const mails = this.received.filter(({ to }) => to === address)
        const newest = mails.at(-1)
        if (newest && mails.length >= count) done(newest)
      }
      this.#watchers.add(check)
      check()
      return () => this.#watchers.delete(check)
    })
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #serve(socket: Socket): void {
    let buffered = ''
    let data: string | undefined
    let recipient = ''
    let signedIn = this.#user === undefined
    const say = (line: string): void => void socket.write(`${line}\r\n`)
    const take = (line: string): void => {
      if (data !== undefined) {
        if (line !== '.') {
          data += `${line.startsWith('..') ? line.slice(1) : line}\r\n`
          return
        }
        this.received.push(readMail(recipient, data))
        data = undefined
        say('250 kept')
        for (const check of [...this.#watchers]) check()
        return
      }
      const [verb = '', argument = ''] = line.split(/ (.*)/s)
      switch (verb.toUpperCase()) {
        case 'EHLO':
          say('250-mail.test')
          say('250 AUTH PLAIN')
          break
        case 'AUTH': {
          const [, name, password] = Buffer.from(argument.replace(/^PLAIN /i, ''), 'base64')
            .toString()
            .split('\0')
          signedIn = name === this.#user?.name && password === this.#user?.password
          say(signedIn ? '235 come in' : '535 no')
          break
        }
        case 'MAIL':
          say(signedIn ? '250 ok' : '530 sign in first')
          break
        case 'RCPT':
          recipient = /<([^>]*)>/.exec(argument)?.[1] ?? ''
          say(this.refuses ? `550 no mail for ${recipient}` : '250 ok')
          break
        case 'DATA':
          data = ''
          say('354 go on')
          break
        case 'QUIT':
          say('221 bye')
          socket.end()
          break
        default:
          say('250 ok')
      }
    }
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      const lines = (buffered + chunk).split('\r\n')
      buffered = lines.pop() ?? ''
      for (const line of lines) take(line)
    })
    say('220 mail.test')
  }
}

function readMail(to: string, raw: string): ReceivedMail {
  const { headers, body } = readPart(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1)
  const contents = parts.map((part) => readPart(part.replace(/^\r\n/, '')))
  const ofType = (type: string): string => {
    const part = contents.find((each) => each.headers.get('content-type')?.startsWith(type))
    return part ? decoded(part.body, part.headers.get('content-transfer-encoding') ?? '').trim() : ''
  }
  return {
    to,
    subject: words(headers.get('subject') ?? ''),
    text: ofType('text/plain').replaceAll('\r\n', '\n'),
    html: ofType('text/html'),
    raw,
  }
}

function readPart(raw: string): { readonly headers: ReadonlyMap<string, string>; readonly body: string } {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { headers, body: raw.slice(end + 4) }
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding === 'quoted-printable') return quotedPrintable(body.replaceAll(/=\r\n/g, ''))
  return body
}

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** Encoded words of a header (RFC 2047). */
const words = (header: string): string =>
  header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : quotedPrintable(text.replaceAll('_', ' ')),
    )
