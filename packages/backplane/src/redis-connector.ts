/**
 * Opens the sockets for ioredis. Its own connector listens to a socket's first error only; a TLS socket whose handshake
 * failed can report a second one (seen: the certificate is refused, then the server's alert arrives), and an error that
 * nobody listens to ends the process.
 */
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AbstractConnector, type StandaloneConnectionOptions } from 'ioredis'

type Socket = Awaited<ReturnType<AbstractConnector['connect']>>

export class RedisConnector extends AbstractConnector {
  readonly #options: StandaloneConnectionOptions

  /** @param options The parsed options of the client: ioredis hands them over as unknown. */
  constructor(options: unknown) {
    // At once: ioredis would wait 2 s for the other end of a server that froze.
    super(0)
    this.#options = options as StandaloneConnectionOptions
  }

  /** The socket is still connecting when it is handed out. */
  override async connect(): Promise<Socket> {
    this.connecting = true
    const { host = 'localhost', port = 6379, path, family = 0, tls } = this.#options
    // A turn later, since `disconnect` may follow at once.
    await Promise.resolve()
    if (!this.connecting) throw new Error('connection closed')
    const address = path ? { path } : { host, port, family }
    this.stream = tls ? connectTls({ ...address, ...(typeof tls === 'object' && tls) }) : connect(address)
    this.stream.on('error', (error) => {
      this.firstError ??= error
    })
    return this.stream
  }
}
