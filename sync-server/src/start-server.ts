/** Builds the server from its settings, starts it, and knows how to stop it in reverse. The composition root's body. */
import { newReplicaId, type ReplicaId } from '@dure/protocol'
import type { SqlStore } from '@dure/store'
import { createApi } from './api/create-api.ts'
import { KeptAnswers } from './api/kept-answers.ts'
import { Attachments } from './attachments/attachments.ts'
import type { BlobStore } from './attachments/blob-store.ts'
import { openBlobStore } from './attachments/open-blob-store.ts'
import { AttachmentSweep } from './attachments/sweep.ts'
import { Uploads } from './attachments/uploads.ts'
import { AttemptLimit } from './auth/attempt-limit.ts'
import { Callers } from './auth/callers.ts'
import type { Door } from './auth/door.ts'
import { Doorkeeper } from './auth/doorkeeper.ts'
import { IdentityProvider } from './auth/identity-provider.ts'
import { Proofs } from './auth/proofs.ts'
import { createSealer } from './auth/sealed.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config/read-config.ts'
import {
  CODE_WINDOW_MS,
  COPIES_WINDOW_MS,
  LETTERS_WINDOW_MS,
  MAX_COPIES,
  MAX_LETTERS_PER_RECIPIENT,
  MAX_LETTERS_PER_SENDER,
  MAX_SOCKETS,
  MAX_SOCKETS_PER_ADDRESS,
  MAX_TRIES_PER_ADDRESS,
  MAX_TRIES_PER_CODE,
  MAX_TRIES_PER_EMAIL,
  SHUTDOWN_MS,
  TRIES_WINDOW_MS,
} from './limits.ts'
import { Committer } from './log/committer.ts'
import { createMailer } from './mail/mailer.ts'
import { Health } from './observability/health.ts'
import { createLogger, type LogSink } from './observability/logger.ts'
import { createMetrics } from './observability/metrics.ts'
import { openBackplane } from './open-backplane.ts'
import { openConfiguredStore } from './open-store.ts'
import { binPurge } from './pages/bin-purge.ts'
import { Pages } from './pages/pages.ts'
import { Shelf } from './pages/shelf.ts'
import { AccountSecurity } from './people/account-security.ts'
import { Accounts } from './people/accounts.ts'
import { AuditLog } from './people/audit-log.ts'
import { auditPruning } from './people/audit-pruning.ts'
import { Invitations } from './people/invitations.ts'
import { Members } from './people/members.ts'
import { openAccounts } from './people/open-accounts.ts'
import { Passkeys } from './people/passkeys.ts'
import { PasswordResets } from './people/password-resets.ts'
import { ProviderAccounts } from './people/provider-accounts.ts'
import { SecondFactors } from './people/second-factors.ts'
import { DocumentWorkers } from './projection/document-workers.ts'
import { Previews } from './projection/previews.ts'
import { Projector } from './projection/projector.ts'
import { AccessRequests } from './rights/access-requests.ts'
import { RightsFeed } from './rights/rights-feed.ts'
import { Sharing } from './rights/sharing.ts'
import { RoomRegistry } from './room/room-registry.ts'
import { SessionDirectory } from './session/session-directory.ts'
import { ConnectionQuota } from './transport/connection-quota.ts'
import { FallbackEndpoint } from './transport/fallback-endpoint.ts'
import { createHttpServer } from './transport/http-server.ts'
import { listen } from './transport/listen.ts'
import { OpenConnections } from './transport/open-connections.ts'
import { createRequestOrigin } from './transport/remote-address.ts'
import { SyncEndpoint } from './transport/sync-endpoint.ts'
import { createWebProxy } from './transport/web-proxy.ts'
import { Upkeep } from './upkeep.ts'

export interface RunningServer {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly origin: string
  readonly replicaId: ReplicaId
  /** Drains, commits what it has taken, and lets go of everything. Idempotent. */
  stop(): Promise<void>
}

/** What a test or a simulation replaces; the process's own by default. */
export interface ServerParts {
  readonly clock: Clock
  readonly openStore: (config: Config) => Promise<SqlStore>
  readonly openBlobs: (config: Config, store: SqlStore) => Promise<BlobStore>
  /** Takes the log, a JSON line at a time. */
  readonly logTo: LogSink | undefined
  readonly door: Door
  /** Of all TCP connections. */
  readonly sockets: ConnectionQuota
  /** Of requests to the API that are under way. */
  readonly requests: ConnectionQuota
}

/** @throws StoreRefused, StoreUnavailable, AttachmentsRefused, or the system's error when the port cannot be had. */
export async function startServer(config: Config, parts: Partial<ServerParts> = {}): Promise<RunningServer> {
  const { clock = systemClock, openStore = openConfiguredStore, openBlobs = openBlobStore, logTo } = parts
  const { sockets = new ConnectionQuota(MAX_SOCKETS, MAX_SOCKETS_PER_ADDRESS), requests = new ConnectionQuota() } =
    parts
  const replicaId = newReplicaId()
  const logger = createLogger(config.logLevel, { replica: replicaId }, logTo)
  const shared = config.store.kind === 'postgres'
  const store = await openStore(config)
  const [{ secret, signIn }, blobs] = await Promise.all([
    openAccounts(config, store, logger),
    openBlobs(config, store),
  ]).catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  const backplane = await openBackplane(config, replicaId, logger)
  const workers = new DocumentWorkers(config.workers)
  const sessions = new SessionDirectory()
  const quota = new ConnectionQuota()
  const open = new OpenConnections()
  const metrics = createMetrics({
    connections: () => quota.total,
    sessions: (carrier) => open.count(carrier),
    rooms: () => rooms.size,
    roomBytes: () => rooms.bytes,
    queuedUpdates: () => committer.queuedUpdates,
    backplaneUp: () => backplane.state === 'up',
    backplaneDropped: () => backplane.dropped,
  })
  const committer = new Committer(
    store.log,
    {
      batch: (updates, seconds, failure) => {
        metrics.commitSeconds.observe(seconds)
        metrics.commitBatch.observe(updates)
        if (failure) metrics.commitFailures.inc()
        else metrics.committed.inc(updates)
        health.edited(failure)
      },
    },
    clock,
  )
  const projector = new Projector(store, workers, clock, logger)
  const rooms = new RoomRegistry(
    { log: store.log, committer, backplane, workers, clock, logger, metrics, sessions, shared },
    projector,
  )
  const origin = createRequestOrigin(config.trustedProxies, config.allowedOrigins, config.allowedHosts)
  const { database } = store
  const feed = new RightsFeed(database, clock, logger, shared)
  const shelf = new Shelf(database, logger)
  const doorkeeper = new Doorkeeper(database, new Callers(database, secret), feed, clock, logger, (person, id) =>
    shelf.note(person, id),
  )
  const pages = new Pages(store, feed)
  const upkeep = [binPurge(store, pages, logger), auditPruning(database, config.auditDays, logger)].map(
    (work) => new Upkeep(work, clock, logger),
  )
  const door = parts.door ?? doorkeeper
  const syncDeps = { rooms, door, log: store.log, clock, logger, metrics, origin, replicaId, sessions }
  const sync = new SyncEndpoint(syncDeps, quota, open)
  const fallback = new FallbackEndpoint(syncDeps, quota, open)
  const health = new Health(store, metrics, logger)
  const web = createWebProxy(config.webOrigin)
  const mailer = config.mail && createMailer(config.mail, logger)
  void mailer?.check()
  const proofs = new Proofs(database)
  const resets = new PasswordResets({ database, proofs, signIn, feed, mailer, logger })
  const sweep = new AttachmentSweep(database, blobs, clock, logger)
  const identity = config.oidc && new IdentityProvider(config.oidc, proofs, logger)
  const api = createApi({
    documents: store.documents,
    database,
    door,
    origin,
    feed,
    signIn,
    signInTries: {
      byAddress: new AttemptLimit(clock, MAX_TRIES_PER_ADDRESS, TRIES_WINDOW_MS),
      byEmail: new AttemptLimit(clock, MAX_TRIES_PER_EMAIL, TRIES_WINDOW_MS),
      byCode: new AttemptLimit(clock, MAX_TRIES_PER_CODE, CODE_WINDOW_MS),
    },
    letterTries: {
      bySender: new AttemptLimit(clock, MAX_LETTERS_PER_SENDER, LETTERS_WINDOW_MS),
      byRecipient: new AttemptLimit(clock, MAX_LETTERS_PER_RECIPIENT, LETTERS_WINDOW_MS),
    },
    mailer,
    resets,
    security: new AccountSecurity(database, signIn),
    secondFactors: new SecondFactors(database, createSealer(secret, 'dure second factor'), feed),
    passkeys: new Passkeys(database, proofs, identity?.id),
    provider: identity && { identity, accounts: new ProviderAccounts(database, identity) },
    auditLog: new AuditLog(database),
    accounts: new Accounts(database, signIn, proofs, feed),
    members: new Members(database, feed),
    invitations: new Invitations(database, feed),
    sharing: new Sharing(database, feed),
    requests: new AccessRequests(database),
    pages,
    shelf,
    copies: new AttemptLimit(clock, MAX_COPIES, COPIES_WINDOW_MS),
    store,
    workers,
    attachments: new Attachments(database, blobs),
    uploads: new Uploads(database, blobs, config.attachments),
    keptAnswers: new KeptAnswers(database, secret),
    previews: new Previews(rooms, workers, clock),
    logger,
  })
  const server = createHttpServer({ sync, fallback, web, health, origin, api, sockets, requests })

  const closeParts = async (): Promise<void> => {
    for (const each of upkeep) await each.stop()
    doorkeeper.stop()
    feed.stop()
    await resets.settle()
    mailer?.close()
    await sweep.stop()
    await projector.settle()
    await committer.close()
    rooms.close()
    web.close()
    await workers.close()
    await backplane.close()
    await blobs.close()
    await store.close()
  }
  const address = await feed
    .start()
    .then(() => listen(server, config))
    .catch(async (error: unknown) => {
      await closeParts()
      throw error
    })
  logger.info({ address, store: config.store.kind, attachments: config.attachments.kind }, 'started')
  void sweep.runThrough()
  for (const each of upkeep) void each.look()

  let stopping: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    health.drain()
    server.close()
    server.closeIdleConnections()
    await open.drain()
    await Promise.race([
      closeParts(),
      new Promise((resolve) => clock.setTimeout(() => resolve(undefined), SHUTDOWN_MS)),
    ])
    server.closeAllConnections()
    logger.info('stopped')
  }
  return {
    origin: address,
    replicaId,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}
