/** Takes the public port. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '../config/read-config.ts'

/** Answers where it listens, e.g. `http://127.0.0.1:3000`. @throws the system's error when the port cannot be had. */
export function listen(server: Server, config: Pick<Config, 'port' | 'host'>): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: config.port, host: config.host }, () => {
      server.off('error', reject)
      resolve(addressOf(server.address(), config.host))
    })
  })
}

function addressOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`)
  // What a person can type: an address that means "all" is no address to go to.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${address.port}`
}
