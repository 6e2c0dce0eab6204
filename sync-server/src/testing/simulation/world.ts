/**
 * Several people, replicas that crash, a store that fails, messages between replicas that are lost, repeated and
 * reordered: the whole of Dure but for the screen, in one process, in virtual time, from one seed.
 */
import { createInProcessHub, type InProcessHub } from '@dure/backplane'
import { type DocumentConnection, openDocument, type TransportListener } from '@dure/client'
import { type DocumentId, newDocumentId } from '@dure/protocol'
import { createManualClock, type ManualClock, type SeededRandom } from '@dure/testkit'
import { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedLink } from './simulated-link.ts'
import { SimulatedReplica } from './simulated-replica.ts'

/** Virtual time moves in steps of this when it passes for long: what follows from a timer then runs before the next. */
const STEP_MS = 10

export interface Person {
  readonly name: string
  readonly connection: DocumentConnection
}

export class World {
  readonly time: ManualClock = createManualClock()
  readonly random: SeededRandom
  readonly disk: SimulatedDisk
  readonly documentId: DocumentId = newDocumentId()
  readonly people: Person[] = []
  /** Share of messages between replicas that are lost; as many are repeated. */
  loss = 0
  readonly #hub: InProcessHub
  readonly #links: SimulatedLink[] = []
  #replicas: SimulatedReplica[] = []

  constructor(random: SeededRandom, replicas: number) {
    this.random = random
    this.disk = new SimulatedDisk(this.time, random.fork())
    this.disk.create(this.documentId)
    this.#hub = createInProcessHub({
      schedule: ({ deliver }) => {
        const arrive = (): void => void this.time.setTimeout(deliver, this.random.int(0, 60))
        if (!this.random.chance(this.loss)) arrive()
        if (this.random.chance(this.loss)) arrive()
      },
    })
    for (let index = 0; index < replicas; index += 1) this.startReplica()
  }

  get replicas(): readonly SimulatedReplica[] {
    return this.#replicas
  }

  startReplica(): void {
    this.#replicas.push(new SimulatedReplica(this.time, this.disk, this.#hub))
  }

  /** A replica dies at whatever it was doing; another takes its place a little later. */
  crash(replica: SimulatedReplica): void {
    replica.crash()
    this.#replicas = this.#replicas.filter((each) => each !== replica)
    for (const link of this.#links) if (link.replica === replica) link.cut()
    this.time.setTimeout(() => this.startReplica(), this.random.int(100, 3000))
  }

  cutBackplane(replica: SimulatedReplica): void {
    this.#hub.cut(replica.replicaId)
  }

  mendBackplanes(): void {
    for (const replica of this.#replicas) this.#hub.mend(replica.replicaId)
  }

  join(name: string): Person {
    const connection = openDocument({
      serverUrl: 'ws://simulated',
      documentId: this.documentId,
      displayName: name,
      clock: this.time,
      random: () => this.random.fraction(),
      watchPage: () => () => undefined,
      openTransport: (listener) => this.#open(name, listener).client,
    })
    const person = { name, connection }
    this.people.push(person)
    return person
  }

  /** The connection of this person, if there is one. */
  linkOf(person: Person): SimulatedLink | undefined {
    return this.#links.findLast((link) => link.open && this.#linkOwners.get(link) === person.name)
  }

  readonly #linkOwners = new Map<SimulatedLink, string>()

  #open(name: string, listener: TransportListener): SimulatedLink {
    const alive = this.#replicas
    // Nobody there is a replica that died as we called: the call is never answered.
    const replica = alive.length > 0 ? this.random.pick(alive) : deadReplica(this.time, this.disk, this.#hub)
    const link = new SimulatedLink(this.time, this.random, replica, this.documentId, listener)
    if (alive.length === 0) link.cut()
    this.#links.push(link)
    this.#linkOwners.set(link, name)
    return link
  }

  /** Lets everything run that follows from what has happened, without time passing. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      this.time.advance(Math.min(STEP_MS, ms - passed))
      await this.settle()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.people.map((person) => person.connection.close()))
    for (const replica of this.#replicas) replica.crash()
  }
}

function deadReplica(time: ManualClock, disk: SimulatedDisk, hub: InProcessHub): SimulatedReplica {
  const replica = new SimulatedReplica(time, disk, hub)
  replica.crash()
  return replica
}
