/**
 * An address of a Postgres that can be pointed at another one, as a virtual IP or a DNS name is in a fail-over: a folder
 * whose socket is a link to the server's.
 */
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What every Postgres client looks for in a socket folder. */
const SOCKET_NAME = '.s.PGSQL.5432'

export interface FloatingAddress {
  readonly connectionString: string
  /** From here on new connections reach that server; open ones stay where they are. */
  pointAt(connectionString: string): Promise<void>
  close(): Promise<void>
}

const socketOf = (connectionString: string): string =>
  join(new URL(connectionString).searchParams.get('host') ?? '', SOCKET_NAME)

export async function floatingAddress(connectionString: string): Promise<FloatingAddress> {
  const folder = await mkdtemp(join(tmpdir(), 'dure-address-'))
  const url = new URL(connectionString)
  url.searchParams.set('host', folder)
  const pointAt = async (next: string): Promise<void> => {
    await symlink(socketOf(next), join(folder, 'next'))
    await rename(join(folder, 'next'), join(folder, SOCKET_NAME))
  }
  await pointAt(connectionString)
  return {
    connectionString: url.toString(),
    pointAt,
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
