/** A real OpenID Connect provider (oidc-provider) with people to sign in as, for tests. Any password will do. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import Provider from 'oidc-provider'

export interface ProvidedPerson {
  readonly email: string
  readonly emailVerified: boolean
  readonly name?: string
}

export const PROVIDER_CLIENT = { id: 'dure', secret: 'a secret between provider and Dure' }

export class TestIdentityProvider {
  readonly #server: Server
  readonly issuer: string
  /** By what they type as their login, which is their subject as well. */
  readonly people: Map<string, ProvidedPerson>

  private constructor(server: Server, issuer: string, people: Map<string, ProvidedPerson>) {
    this.#server = server
    this.issuer = issuer
    this.people = people
  }

  static async start(people: Readonly<Record<string, ProvidedPerson>>): Promise<TestIdentityProvider> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the provider does not listen')
    return new TestIdentityProvider(server, `http://localhost:${address.port}`, new Map(Object.entries(people)))
  }

  /** Begins to answer. @param redirectUri Where browsers are sent back to. */
  sendBackTo(redirectUri: string): void {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: PROVIDER_CLIENT.id,
          client_secret: PROVIDER_CLIENT.secret,
          redirect_uris: [redirectUri],
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      pkce: { required: () => true },
      cookies: { keys: ['of this test alone'] },
      findAccount: (_context, id) => {
        const person = this.people.get(id)
        if (!person) return undefined
        const { email, emailVerified, name = id } = person
        return { accountId: id, claims: () => ({ sub: id, email, email_verified: emailVerified, name }) }
      },
    })
    this.#server.on('request', provider.callback())
  }

  /** The settings of a server that trusts it. */
  get settings(): Readonly<Record<string, string>> {
    return {
      DURE_OIDC_ISSUER: this.issuer,
      DURE_OIDC_CLIENT_ID: PROVIDER_CLIENT.id,
      DURE_OIDC_CLIENT_SECRET: PROVIDER_CLIENT.secret,
      DURE_OIDC_NAME: 'Village ID',
    }
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
