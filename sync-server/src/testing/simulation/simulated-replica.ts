/** One sync server of a simulation: the real rooms, sessions, committer and projector, on a store that can be cut off. */
import type { Backplane, InProcessHub } from '@dure/backplane'
import { type DocumentId, newReplicaId, type ReplicaId } from '@dure/protocol'
import type { Store } from '@dure/store'
import type { ManualClock } from '@dure/testkit'
import { Committer } from '../../log/committer.ts'
import { createLogger } from '../../observability/logger.ts'
import { createMetrics } from '../../observability/metrics.ts'
import type { DocumentJobs, JobName } from '../../projection/document-jobs.ts'
import { DocumentJobFailed, type DocumentWork } from '../../projection/document-work.ts'
import { largeUpdates } from '../../projection/large-updates.ts'
import { Projector } from '../../projection/projector.ts'
import { runJob } from '../../projection/run-job.ts'
import { RoomRegistry } from '../../room/room-registry.ts'
import { DureSession } from '../../session/dure-session.ts'
import { SessionDirectory } from '../../session/session-directory.ts'
import type { Connection } from '../../transport/connection.ts'
import { OpenDoor } from '../open-door.ts'
import { Fence } from './fence.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

/** Counted over all simulations of the process: nobody reads them. */
const metrics = createMetrics({
  connections: () => 0,
  sessions: () => 0,
  rooms: () => 0,
  roomBytes: () => 0,
  queuedUpdates: () => 0,
  backplaneUp: () => true,
  backplaneDropped: () => 0,
})
const sessions = new SessionDirectory()
const logger = createLogger('silent', {})

export class SimulatedReplica {
  readonly fence: Fence
  readonly replicaId: ReplicaId = newReplicaId()
  readonly #backplane: Backplane
  readonly #rooms: RoomRegistry
  readonly #store: Store

  constructor(time: ManualClock, disk: SimulatedDisk, hub: InProcessHub) {
    this.fence = new Fence(time)
    const { clock } = this.fence
    const log = disk.reach(this.fence)
    this.#store = {
      log,
      documents: {
        create: () => Promise.reject(new Error('documents are made on the disk')),
        get: () => Promise.resolve(undefined),
        list: () => Promise.resolve([]),
        setTitle: () => Promise.resolve(),
      },
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }
    this.#backplane = hub.connect(this.replicaId)
    const workers = workHere(this.fence)
    const committer = new Committer(log, { batch: () => undefined }, clock)
    const projector = new Projector(this.#store, workers, clock, logger)
    this.#rooms = new RoomRegistry(
      { log, committer, backplane: this.#backplane, workers, clock, logger, metrics, sessions, shared: true },
      projector,
    )
  }

  connect(connection: Connection, documentId: DocumentId): DureSession {
    const { clock } = this.fence
    const deps = { door: new OpenDoor(), sessions, rooms: this.#rooms, log: this.#store.log, clock, logger, metrics }
    return new DureSession(deps, connection, documentId, { kind: 'guest' }, this.replicaId)
  }

  /** All at once, at whatever it was doing. */
  crash(): void {
    this.fence.crash()
    void this.#backplane.close()
  }
}

function workHere(fence: Fence): DocumentWork {
  const ask = <Name extends JobName>(
    name: Name,
    what: DocumentJobs[Name]['ask'],
  ): Promise<DocumentJobs[Name]['answer']> =>
    new Promise((resolve, reject) => {
      fence.clock.setTimeout(() => {
        const reply = runJob({ id: 1, name, ask: what })
        if ('error' in reply) reject(new DocumentJobFailed(reply.error))
        else resolve(reply.answer as DocumentJobs[Name]['answer'])
      }, 3)
    })
  return {
    decode: (snapshot) => ask('decode', { snapshot }),
    fold: (what) => ask('fold', what),
    copy: (what) => ask('copy', what),
    index: (state) => ask('index', { state }),
    ...largeUpdates(ask),
    preview: (what) => ask('preview', what),
    deletesOf: (state) => ask('deletes', { state }),
  }
}
