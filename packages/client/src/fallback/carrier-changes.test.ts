/**
 * A connection whose carrier changes under it, against the real server through a middlebox: nothing that was shown as
 * saved is missing, nothing typed is lost, and nothing is there twice.
 */
import { CLIENT_SILENCE_MS, CLOSE, newDocumentId } from '@dure/protocol'
import { createSeededRandom, freshSeed, OWNER, until } from '@dure/testkit'
import { FAST, Middlebox, type Responses, THREE_G } from '@dure/testkit/middlebox'
import { SyncServerProcess } from '@dure/testkit/sync-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type DocumentConnection,
  type OpenDocumentOptions,
  openDocument,
  type PageSignals,
  type Remembered,
} from '../index.ts'
import { RETEST_BASE_MS, SHORT_LIFE_MS, STREAM_ECHO_MS } from '../limits.ts'
import { SkippingClock } from '../testing/skipping-clock.ts'

const DEADLINE_MS = 20_000
const TIMEOUT = { timeout: 60_000 }

let server: SyncServerProcess
let leaving: (() => Promise<void>)[]
beforeAll(async () => {
  server = await SyncServerProcess.start()
}, 60_000)
afterAll(() => server.stop())
beforeEach(() => {
  leaving = []
})
afterEach(async () => {
  for (const leave of leaving.toReversed()) await leave()
})

/** Someone at the far end of a network of their own. */
class Visitor {
  readonly clock = new SkippingClock()
  readonly box: Middlebox
  readonly connection: DocumentConnection
  readonly #signals = new Set<PageSignals>()

  private constructor(box: Middlebox, documentId: string, name: string, options: Partial<OpenDocumentOptions>) {
    this.box = box
    this.connection = openDocument({
      serverUrl: box.origin,
      documentId,
      displayName: name,
      clock: this.clock,
      watchPage: (signals) => {
        this.#signals.add(signals)
        return () => this.#signals.delete(signals)
      },
      ...options,
    })
  }

  static async arrive(
    documentId: string,
    name: string,
    treat: (box: Middlebox) => void = () => {},
    options: Partial<OpenDocumentOptions> = {},
  ): Promise<Visitor> {
    const box = await Middlebox.start([server.origin])
    leaving.push(() => box.close())
    treat(box)
    const visitor = new Visitor(box, documentId, name, options)
    leaving.push(() => visitor.connection.close())
    await visitor.connection.whenSynced
    return visitor
  }

  /** Whole words, so that none is lost or doubled unseen. */
  get words(): string[] {
    return this.connection.doc.getArray<string>('words').toArray()
  }

  type(...words: string[]): void {
    this.connection.doc.getArray<string>('words').push(words)
  }

  /** The time has come to try a WebSocket again; the echo of a ping that is on its way is not late for that. */
  skipToRetest(): void {
    this.clock.skip(RETEST_BASE_MS, STREAM_ECHO_MS)
  }

  network(online: boolean): void {
    for (const signals of [...this.#signals]) signals.network(online)
  }

  /** How often requests of this kind were made. */
  asked(route: string): number {
    return this.box.passed.filter(({ path }) => path.endsWith(route)).length
  }

  /** Resolves with the next request or upgrade of this kind. */
  asks(route: string): Promise<void> {
    return until<void>(`a request for ${route}`, DEADLINE_MS, (done) =>
      this.box.watch(({ path }) => {
        if (path.endsWith(route)) done()
      }),
    )
  }

  /** Resolves when others see what this visitor says of themselves just now: everything said before has arrived. */
  async seen(): Promise<void> {
    const watcher = openDocument({ serverUrl: server.origin, documentId: this.connection.documentId })
    await watcher.whenSynced
    const at = Math.random()
    this.connection.awareness.setLocalState({ at })
    await until<void>('being seen', DEADLINE_MS, (done) => {
      const check = () => {
        if (watcher.awareness.getStates().get(this.connection.doc.clientID)?.['at'] === at) done()
      }
      watcher.awareness.on('change', check)
      check()
      return () => watcher.awareness.off('change', check)
    })
    await watcher.close()
    await this.saved()
  }

  saved(): Promise<void> {
    return this.connection.whenSaved()
  }

  when(what: string, holds: () => boolean): Promise<void> {
    return until<void>(what, DEADLINE_MS, (done) => {
      const check = () => {
        if (holds()) done()
      }
      this.connection.doc.on('update', check)
      const stop = this.connection.subscribe(check)
      check()
      return () => {
        this.connection.doc.off('update', check)
        stop()
      }
    })
  }

  live(): Promise<void> {
    return this.when('live', () => this.connection.connection.kind === 'live')
  }

  /** Resolves when the connection has been lost and is live again. */
  async again(lose: () => void): Promise<void> {
    let lost = false
    const stop = this.connection.subscribe(() => {
      if (this.connection.connection.kind !== 'live') lost = true
    })
    lose()
    await this.when('live again', () => lost && this.connection.connection.kind === 'live')
    stop()
  }
}

const blocked = (box: Middlebox): void => {
  box.upgrades = 'reset'
}
const buffered = (box: Middlebox): void => {
  box.upgrades = 'reset'
  box.responses = 'buffer'
}

/** What the log holds, as somebody sees who comes anew by a straight way. */
async function inTheLog(documentId: string): Promise<string[]> {
  const reader = openDocument({ serverUrl: server.origin, documentId })
  await reader.whenSynced
  const words = reader.doc.getArray<string>('words').toArray()
  await reader.close()
  return words
}

describe('back to a WebSocket', TIMEOUT, () => {
  test.each([
    ['a stream', blocked],
    ['polls', buffered],
  ])('from %s, when one answers, and without a word lost', async (_name, treat) => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', treat)
    const bob = await Visitor.arrive(id, 'Bob')
    ann.type('before')
    await ann.seen()
    expect(ann.box.openSockets).toBe(0)
    ann.box.upgrades = 'pass'
    await ann.again(() => {
      ann.skipToRetest()
      ann.type('while')
      bob.type('bob')
    })
    ann.type('after')
    await Promise.all([ann.saved(), bob.saved()])
    expect(ann.box.openSockets).toBe(1)
    const posts = ann.asked('/post')
    ann.type('by the socket')
    await ann.saved()
    expect(ann.asked('/post')).toBe(posts)
    await bob.when('all of it', () => bob.words.length === 5)
    expect((await inTheLog(id)).toSorted()).toEqual(['after', 'before', 'bob', 'by the socket', 'while'])
    await bob.seen()
    await ann.seen()
  })

  test('is tried in quiet: while none answers, nothing changes', async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', (box) => {
      box.upgrades = 'mute'
    })
    await ann.seen()
    const streams = ann.asked('/stream')
    let lost = false
    ann.connection.subscribe(() => {
      lost ||= ann.connection.connection.kind !== 'live'
    })
    const tried = ann.asks(id)
    ann.skipToRetest()
    await tried
    ann.type('meanwhile')
    await ann.saved()
    expect([lost, ann.asked('/stream')]).toEqual([false, streams])
  })

  test('is tried at once when the browser says that the network is another', async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', blocked)
    ann.box.upgrades = 'pass'
    await ann.again(() => ann.network(true))
    expect(ann.box.openSockets).toBe(1)
  })
})

describe('away from WebSockets', TIMEOUT, () => {
  test('when three in a row break soon, and not when one lives', async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann')
    await ann.again(() => ann.box.killSockets())
    await ann.again(() => ann.box.killSockets())
    ann.clock.skip(SHORT_LIFE_MS)
    await ann.live()
    await ann.again(() => ann.box.killSockets())
    expect([ann.box.openSockets, ann.asked('/stream')]).toEqual([1, 0])
    for (let time = 0; time < 3; time += 1) await ann.again(() => ann.box.killSockets())
    expect([ann.box.openSockets, ann.asked('/stream')]).toEqual([0, 1])
    ann.type('still here')
    await ann.saved()
  })

  test.each<Responses>(['blocks', 'stall'])(
    'a stream that does not flow (%s) gives way to polls',
    async (responses) => {
      const id = await server.createDocument()
      const ann = await Visitor.arrive(id, 'Ann', (box) => {
        box.upgrades = 'reset'
        box.responses = responses
      })
      for (let time = 0; time < 20 && ann.asked('/poll') === 0; time += 1) {
        const posted = ann.asks('/post')
        ann.type(`word ${time}`)
        await posted
        await ann.saved()
        ann.clock.skip(CLIENT_SILENCE_MS / 4)
      }
      await ann.when('live by polls', () => ann.asked('/poll') > 0 && ann.connection.connection.kind === 'live')
      ann.type('by polls')
      await ann.saved()
    },
  )

  test('in the middle of a push: it is repeated by what comes next, and there once', async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann')
    const isSocket = ({ kind }: { kind: string }) => kind === 'upgrade'
    for (const [direction, treat] of [
      ['up', blocked],
      ['down', buffered],
    ] as const) {
      ann.box.upgrades = 'pass'
      ann.box.responses = 'pass'
      if (ann.box.openSockets === 0) await ann.again(() => ann.network(true))
      const broken = ann.box.breakNext(direction, isSocket)
      ann.type(`${direction} ${'x'.repeat(2000)}`)
      // From the moment on at which it breaks.
      await broken
      treat(ann.box)
      await ann.saved()
    }
    expect((await inTheLog(id)).map((word) => word.slice(0, 4).trim())).toEqual(['up x', 'down'])
  })
})

describe.each([
  ['a stream', blocked],
  ['polls', buffered],
] as const)('over %s', (name, treat) => {
  test('a push that breaks on its way, and one whose answer is lost, are there once', TIMEOUT, async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', treat)
    const isPost = ({ path }: { path: string }) => path.endsWith('/post')
    for (const direction of ['up', 'down', 'up', 'down'] as const) {
      const broken = ann.box.breakNext(direction, isPost)
      ann.type(`${direction} ${'x'.repeat(500)}`)
      await broken
      await ann.saved()
    }
    expect((await inTheLog(id)).map((word) => word.slice(0, 4).trim())).toEqual(['up x', 'down', 'up x', 'down'])
  })

  test('the server is killed and comes back', { timeout: 90_000 }, async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', treat)
    ann.type('before')
    await ann.saved()
    await server.kill()
    ann.type('while it was away')
    await ann.when('not live', () => ann.connection.connection.kind !== 'live')
    expect(ann.connection.status.kind).not.toBe('saved')
    await server.restart()
    ann.connection.reconnectNow()
    await ann.saved()
    expect(await inTheLog(id)).toEqual(['before', 'while it was away'])
  })

  test('the line is cut, then dead, and heals each time', TIMEOUT, async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', treat)
    ann.box.cut()
    ann.type('cut')
    await ann.when('not live', () => ann.connection.connection.kind !== 'live')
    ann.box.mend()
    ann.connection.reconnectNow()
    await ann.saved()
    ann.box.halfOpen()
    ann.type('dead')
    // The silence is noticed, asked about, and taken for death; or the post gives up before.
    for (let time = 0; time < 12 && ann.connection.connection.kind === 'live'; time += 1) {
      ann.clock.skip(CLIENT_SILENCE_MS / 4)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(ann.connection.status.kind).not.toBe('saved')
    ann.box.mend()
    ann.connection.reconnectNow()
    await ann.saved()
    expect(await inTheLog(id)).toEqual(['cut', 'dead'])
  })

  test('a slow mobile network is found out and saved over, too', TIMEOUT, async () => {
    const id = await server.createDocument()
    const started = performance.now()
    const ann = await Visitor.arrive(id, 'Ann', (box) => {
      treat(box)
      box.line = THREE_G
    })
    ann.type('slowly')
    await ann.saved()
    expect(performance.now() - started).toBeLessThan(5000)
    ann.box.line = FAST
    expect(await inTheLog(id)).toEqual(['slowly'])
  })

  test('who asks for what is not there is told so, for good', TIMEOUT, async () => {
    const box = await Middlebox.start([server.origin])
    leaving.push(() => box.close())
    treat(box)
    const connection = openDocument({ serverUrl: box.origin, documentId: newDocumentId() })
    leaving.push(() => connection.close())
    await expect(connection.whenSynced).rejects.toThrow()
    expect(connection.connection).toEqual({ kind: 'ended', closeReason: CLOSE.unknownDocument })
  })

  test('a name that is taken stays, and another token connects anew', TIMEOUT, async () => {
    const id = await server.createDocument()
    const ann = await Visitor.arrive(id, 'Ann', treat)
    const bob = await Visitor.arrive(id, 'Bob')
    const seenAs = (wanted: string) =>
      until<void>(`${wanted} is seen`, DEADLINE_MS, (done) => {
        const { awareness } = bob.connection
        const check = () => {
          const user: unknown = awareness.getStates().get(ann.connection.doc.clientID)?.['user']
          if (JSON.stringify(user ?? '').includes(wanted)) done()
        }
        awareness.on('change', check)
        check()
        return () => awareness.off('change', check)
      })
    ann.connection.awareness.setLocalState({ caret: 0 })
    await seenAs('Ann')
    ann.connection.setDisplayName('Anna')
    ann.connection.awareness.setLocalState({ caret: 1 })
    await seenAs('Anna')
    await ann.when('she is told', () => ann.connection.self?.displayName === 'Anna')
    // Some exchanges later it is the same.
    for (const word of ['one', 'two', 'three']) {
      bob.type(word)
      await ann.when('read', () => ann.words.includes(word))
    }
    ann.connection.awareness.setLocalState({ caret: 2 })
    await ann.seen()
    await seenAs('Anna')
    const token = await server.createToken()
    await ann.again(() => ann.connection.reauthenticate(token))
    expect(ann.connection.self?.displayName).toBe(OWNER.name)
    ann.type('still')
    await ann.saved()
  })

  test('is what is tried first on this network the next time', TIMEOUT, async () => {
    const id = await server.createDocument()
    let kept: Remembered | undefined
    const transportMemory = {
      recall: () => kept,
      keep: (remembered: Remembered | undefined) => {
        kept = remembered
      },
    }
    await Visitor.arrive(id, 'first time', treat, { transportMemory })
    expect(kept).toEqual({ stream: treat === blocked ? 'works' : 'blocked' })
    const again = await Visitor.arrive(id, 'again', treat, { transportMemory })
    expect(again.box.passed[0]?.path).toBe(`/sync/${id}/${treat === blocked ? 'stream' : 'poll'}`)
    again.box.upgrades = 'pass'
    await again.seen()
    await again.again(() => again.skipToRetest())
    expect([kept, again.box.openSockets, name.length > 0]).toEqual([undefined, 1, true])
  })
})

const STEPS = Number(process.env['DURE_CARRIER_STEPS'] ?? 16)

test('[UI1] [UI7] whatever the network does, step after step, saved is saved and nothing is there twice', {
  timeout: 60_000 + STEPS * 15_000,
}, async () => {
  const seed = Number(process.env['DURE_SEED'] ?? freshSeed())
  const random = createSeededRandom(seed)
  const script: string[] = []
  const id = await server.createDocument()
  const people = [await Visitor.arrive(id, 'Ann'), await Visitor.arrive(id, 'Bob')]
  const typed = people.map((): string[] => [])
  const shownAsSaved = new Set<string>()
  for (const [who, person] of people.entries()) {
    const note = () => {
      if (person.connection.status.kind === 'saved') for (const word of typed[who] ?? []) shownAsSaved.add(word)
    }
    leaving.push(async () => person.connection.subscribe(note)())
    person.connection.subscribe(note)
  }
  const faults: Record<string, (box: Middlebox) => void> = {
    blocks: blocked,
    buffers: buffered,
    hangs: (box) => {
      box.upgrades = 'hang'
    },
    kills: (box) => box.killSockets(),
    cuts: (box) => box.cut(),
    'breaks what goes up': (box) => void box.breakNext('up', () => true),
    'breaks what comes down': (box) => void box.breakNext('down', () => true),
    'is fine': (box) => {
      box.upgrades = 'pass'
      box.responses = 'pass'
    },
  }
  try {
    for (let step = 0; step < STEPS; step += 1) {
      for (const [who, person] of people.entries()) {
        const fault = random.pick(Object.keys(faults))
        script.push(`${who} ${fault}`)
        for (let word = 0; word < 3; word += 1) {
          const what = `${who}.${step}.${word}`
          typed[who]?.push(what)
          person.type(what)
          if (word === random.int(0, 2)) faults[fault]?.(person.box)
        }
        if (random.int(0, 2) === 0) person.network(true)
        // What keeps a connection from noticing passes sooner than in life.
        if (random.int(0, 3) === 0) person.clock.skip(random.int(0, 16_000))
        person.box.mend()
        person.connection.reconnectNow()
      }
      await Promise.all(people.map((person) => person.saved()))
    }
    const log = await inTheLog(id)
    expect(log.toSorted()).toEqual(typed.flat().toSorted())
    for (const word of shownAsSaved) expect(log).toContain(word)
    for (const person of people) await person.when('the same', () => person.words.length === log.length)
    for (const person of people) expect(person.words).toEqual(log)
  } catch (error) {
    throw new Error(`seed ${seed}: ${script.join(', ')}`, { cause: error })
  }
})
