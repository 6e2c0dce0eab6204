/**
 * A Unix socket in front of Postgres' own that can break a connection at the worst moment: the COMMIT has reached the
 * server and has been answered, but the answer never reaches the client.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What every Postgres client looks for in a socket folder. */
const SOCKET_NAME = '.s.PGSQL.5432'

export interface CuttingProxy {
  readonly connectionString: string
  /** The next COMMIT is carried out, and its connection is cut in place of the answer. Resolves when it was. */
  loseNextCommit(): Promise<void>
  /** From here on it stands before another server: what a virtual address does in a fail-over. */
  moveTo(connectionString: string): void
  close(): Promise<void>
}

const socketOf = (connectionString: string): string =>
  join(new URL(connectionString).searchParams.get('host') ?? '', SOCKET_NAME)

export async function startCuttingProxy(connectionString: string): Promise<CuttingProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'dure-proxy-'))
  const url = new URL(connectionString)
  let target = socketOf(connectionString)
  url.searchParams.set('host', folder)

  let cut: (() => void) | undefined
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = createConnection(target)
    let committing = false
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
    client.on('data', (bytes) => {
      if (cut && bytes.includes('commit\0')) committing = true
      upstream.write(bytes)
    })
    upstream.on('data', (bytes) => {
      if (!committing || !cut) {
        client.write(bytes)
        return
      }
      // The answers to the statements before it may come in pieces: the last one says COMMIT.
      if (!bytes.includes('COMMIT\0')) return
      cut()
      cut = undefined
      client.destroy()
    })
  })
  server.listen(join(folder, SOCKET_NAME))
  await once(server, 'listening')
  return {
    connectionString: url.toString(),
    loseNextCommit: () => new Promise((resolve) => (cut = resolve)),
    moveTo(next) {
      target = socketOf(next)
      for (const socket of open) socket.destroy()
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
