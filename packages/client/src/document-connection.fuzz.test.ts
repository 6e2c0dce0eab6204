/**
 * Random people on a bad network, seeded; on devices whose tabs crash and are opened again, and whose storage fails.
 * Checked throughout: nobody is told "saved" of an edit the log does not hold. Checked at the end, when the network is
 * good again: all see the same, and each character typed is there once unless someone deleted it.
 */
import { CLOSE, REFUSAL } from '@dure/protocol'
import { runSeeded, type SeededRandom } from '@dure/testkit'
import { describe, expect, it } from 'vitest'
import { decodeStateVector, encodeStateVector } from 'yjs'
import { Device } from './testing/device.ts'
import { type Person, World } from './testing/world.ts'

const STEPS = 400

class Story {
  readonly world = new World()
  readonly people: Person[]
  readonly #devices: readonly (Device | undefined)[]
  readonly #random: SeededRandom
  readonly #deleted = new Set<string>()
  /** Typed or deleted in a tab that crashed before it was stored: may be there or not. */
  readonly #atRisk = new Set<string>()
  #typed = 0
  /** Characters each person typed or deleted in this tab. */
  readonly #recent = new Map<Person, Set<string>>()

  /** @param devices Where the people are; one without a device keeps nothing, and does not crash. */
  constructor(random: SeededRandom, devices: readonly (Device | undefined)[]) {
    this.#random = random
    this.#devices = devices
    this.world.random = () => random.fraction()
    this.people = devices.map((device, index) => this.world.join(`person ${index}`, {}, device))
    this.world.server.judge = () =>
      random.chance(0.1)
        ? { reason: random.pick([REFUSAL.cannotStore, REFUSAL.tooFast, REFUSAL.skipsClocks]), detail: 'bad luck' }
        : undefined
  }

  async step(): Promise<void> {
    const random = this.#random
    const person = random.pick(this.people)
    const draw = random.int(1, 100)
    if (draw <= 35) this.#type(person)
    else if (draw <= 45) this.#erase(person)
    else if (draw <= 70) person.deliver(random.int(1, 3))
    else if (draw <= 76) this.world.clock.advance(random.int(1, 2000))
    else if (draw <= 78) this.world.clock.advance(random.int(2000, 60_000))
    else if (draw <= 83) person.cut()
    else if (draw <= 85) person.halfOpen()
    else if (draw <= 87) person.reachable = random.chance(0.7)
    else if (draw <= 90) person.connection.hold()
    else if (draw <= 94) person.connection.release()
    else if (draw <= 95) this.world.server.closeAll(random.pick([CLOSE.restarting, CLOSE.tryLater]).code)
    else if (draw <= 96) this.world.server.goaway(random.int(0, 5000))
    else if (draw <= 97) person.page.network(random.chance(0.5))
    else if (draw <= 98) person.page.shown()
    else await this.#happenTo(person)
    if (random.chance(0.5)) await this.world.turn()
    this.expectNoLie()
  }

  /** Everything a person who is told "saved" wrote is in the log. */
  expectNoLie(): void {
    const log = decodeStateVector(encodeStateVector(this.world.server.content()))
    for (const { name, connection } of this.people) {
      if (connection.status.kind !== 'saved') continue
      for (const [client, next] of decodeStateVector(encodeStateVector(connection.doc)))
        expect(log.get(client) ?? 0, `${name} is told "saved"`).toBeGreaterThanOrEqual(next)
    }
  }

  /** The device fails, or works again, or the tab crashes and is opened anew. */
  async #happenTo(person: Person): Promise<void> {
    const index = this.people.indexOf(person)
    const device = this.#devices[index]
    if (!device) return
    if (this.#random.chance(0.2)) {
      await device.answers()
      return
    }
    if (this.#random.chance(0.3)) device.mood = device.mood === 'full' ? 'fine' : 'full'
    if (this.#random.chance(0.7)) await device.settle()
    if (!isSafe(person)) for (const each of this.#unsaved(person)) this.#atRisk.add(each)
    person.crash()
    this.#recent.delete(person)
    // A full storage cannot even be opened; the person makes room.
    await device.answers()
    // Some find it only when they have been writing for a while.
    if (this.#random.chance(0.2)) device.mood = 'slow'
    this.people[index] = this.world.join(person.name, {}, device)
    // Most of the time the page is up before anyone types.
    if (this.#random.chance(0.8)) await device.settle()
  }

  #unsaved(person: Person): ReadonlySet<string> {
    return this.#recent.get(person) ?? new Set()
  }

  #note(person: Person, characters: string): void {
    const recent = this.#recent.get(person) ?? new Set()
    for (const each of characters) recent.add(each)
    this.#recent.set(person, recent)
  }

  async heal(): Promise<void> {
    for (const device of this.#devices) await device?.answers()
    this.world.server.judge = () => undefined
    for (const person of this.people) {
      person.reachable = true
      person.connection.release()
      // A resync that is refused as well is parked; the person tries again.
      person.connection.retryParked()
    }
    await this.world.settle()
    // A tab whose storage took too long to open goes on without what it holds; the next one to open sends it.
    for (const device of new Set(this.#devices)) if (device) this.people.push(this.world.join('late', {}, device))
    await this.world.pass(120_000)
  }

  expectConverged(): void {
    const text = this.world.server.text()
    for (const person of this.people) {
      expect(person.connection.parked).toEqual([])
      expect(person.connection.status).toEqual({ kind: 'saved' })
      expect(person.connection.connection).toEqual({ kind: 'live' })
      expect(person.text).toBe(text)
    }
    expect(new Set(text).size).toBe(text.length)
    const certain = (each: string) => !this.#atRisk.has(each)
    const expected = Array.from({ length: this.#typed }, (_, index) => letter(index))
    const undeleted = expected.filter((each) => !this.#deleted.has(each))
    expect([...text].filter(certain).sort()).toEqual(undeleted.filter(certain).sort())
  }

  expectNumbersKeepTheirBytes(): void {
    const bytes = new Map<string, string>()
    for (const row of this.world.server.arrived) {
      const name = `${row.sessionId} ${row.clientSeq}`
      const hex = Buffer.from(row.bytes).toString('hex')
      expect(bytes.get(name) ?? hex).toBe(hex)
      bytes.set(name, hex)
    }
  }

  #type(person: Person): void {
    const length = this.#random.int(1, 3)
    let text = ''
    for (let each = 0; each < length; each += 1) {
      text += letter(this.#typed)
      this.#typed += 1
    }
    this.#note(person, text)
    person.type(text, this.#random.int(0, person.text.length))
  }

  #erase(person: Person): void {
    if (person.text.length === 0) return
    const at = this.#random.int(0, person.text.length - 1)
    const length = this.#random.int(1, Math.min(3, person.text.length - at))
    const gone = person.text.slice(at, at + length)
    for (const each of gone) this.#deleted.add(each)
    this.#note(person, gone)
    person.erase(at, length)
  }
}

/** Whether what a person is shown promises that a crash of the tab loses nothing. */
const isSafe = ({ connection: { status } }: Person): boolean => status.kind === 'saved' || status.keptOn === 'device'

/** Characters that occur once in a story. */
const letter = (index: number): string => String.fromCharCode(0x4e00 + index)

const tell = (devices: () => readonly (Device | undefined)[]) => async (random: SeededRandom) => {
  const story = new Story(random, devices())
  for (let each = 0; each < STEPS; each += 1) await story.step()
  await story.heal()
  story.expectNumbersKeepTheirBytes()
  story.expectConverged()
  await story.world.close()
  expect(story.world.clock.pending).toBe(0)
}

const inMemory = () => [undefined, undefined, undefined]
const onDevices = () => {
  const shared = new Device()
  return [shared, shared, new Device(), undefined]
}

describe.each([
  ['in memory', inMemory, [1, 2, 3, 4, 5, 6, 7, 8, 289]],
  // Each story of real transactions takes about a second.
  ['on devices', onDevices, [1, 2, 3, 1199]],
])('[DU1] [DU3] nothing is lost, doubled or called saved too early: %s', (_name, devices, seeds) => {
  it.each(seeds)('story %i', (seed) => runSeeded(tell(devices), seed))

  it('a story never told before', () => runSeeded(tell(devices)))
})
