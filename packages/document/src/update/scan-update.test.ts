import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ClockRanges } from './clock-ranges.ts'
import { judgeUpdate } from './judge-update.ts'
import { KnownState } from './known-state.ts'
import { scanUpdate } from './scan-update.ts'
import { decodeClocks, encodeClocks } from './state-vector.ts'
import { MAX_CLIENTS_PER_UPDATE, MAX_DELETES_PER_UPDATE } from './update-limits.ts'
import { InvalidUpdate } from './update-reader.ts'

/** One random thing a person does to a document that has text, map, array and nested elements. */
const action = fc.record({
  who: fc.nat({ max: 2 }),
  what: fc.constantFrom('type', 'delete', 'format', 'map', 'array', 'element', 'embed', 'sync', 'undo'),
  at: fc.nat({ max: 1000 }),
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

/** Plays the actions on three documents and answers every update in the order it was made. */
function play(actions: readonly Action[]): { updates: { update: Uint8Array; who: number }[]; docs: Y.Doc[] } {
  const docs = [0, 1, 2].map(() => new Y.Doc())
  const updates: { update: Uint8Array; who: number }[] = []
  docs.forEach((doc, who) => {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'remote') updates.push({ update, who })
    })
  })
  for (const each of actions) {
    const doc = docs[each.who]
    if (!doc) continue
    const text = doc.getText('text')
    const at = text.length === 0 ? 0 : each.at % text.length
    if (each.what === 'type') text.insert(at, each.text)
    if (each.what === 'delete' && text.length > 0) text.delete(at, Math.min(3, text.length - at))
    if (each.what === 'format' && text.length > 0) text.format(at, Math.min(3, text.length - at), { bold: true })
    if (each.what === 'map') doc.getMap('map').set(`k${each.at % 3}`, { deep: [each.text, 1.5, null, 2n ** 60n] })
    if (each.what === 'array') doc.getArray('array').push([each.at, each.text, new Uint8Array(3)])
    if (each.what === 'embed') text.insertEmbed(at, { mention: each.text })
    if (each.what === 'element') {
      const element = new Y.XmlElement('block')
      element.setAttribute('kind', each.text)
      element.insert(0, [new Y.XmlText(each.text)])
      doc.getXmlFragment('content').insert(0, [element])
    }
    if (each.what === 'sync') {
      for (const other of docs) {
        if (other !== doc) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)), 'remote')
      }
    }
  }
  return { updates, docs }
}

const script = fc.array(action, { minLength: 1, maxLength: 40 })

describe('scanUpdate', () => {
  test('reads the same clocks and deletions as Yjs does', () => {
    fc.assert(
      fc.property(script, (actions) => {
        for (const doc of play(actions).docs) {
          const update = Y.encodeStateAsUpdate(doc)
          const shape = scanUpdate(update)
          const meta = Y.parseUpdateMeta(update)
          expect(new Map(shape.runs.map((run) => [run.client, run.start]))).toEqual(meta.from)
          expect(new Map(shape.runs.map((run) => [run.client, run.end]))).toEqual(meta.to)
          const known = new KnownState()
          known.take(shape)
          expect(encodeClocks(known.clocks())).toEqual(Y.encodeStateVector(doc))
          expect(decodeClocks(Y.encodeStateVector(doc))).toEqual(new Map(known.clocks()))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('[DU4] bytes changed at random are read like Yjs reads them, or refused as InvalidUpdate, and never hang', () => {
    fc.assert(
      fc.property(script, fc.nat(), fc.nat({ max: 255 }), fc.boolean(), (actions, where, byte, cut) => {
        const { docs } = play(actions)
        const update = Y.encodeStateAsUpdate(docs[0] ?? new Y.Doc())
        const at = where % update.length
        const bytes = cut ? update.slice(0, at) : update.with(at, byte)
        try {
          scanUpdate(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidUpdate)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('[DU4] whatever it accepts, Yjs decodes without error', () => {
    fc.assert(
      fc.property(script, fc.nat(), fc.nat({ max: 255 }), (actions, where, byte) => {
        const { docs } = play(actions)
        const update = Y.encodeStateAsUpdate(docs[1] ?? new Y.Doc())
        const bytes = update.with(where % update.length, byte)
        try {
          scanUpdate(bytes)
        } catch {
          return
        }
        expect(() => Y.decodeUpdate(bytes)).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['nothing at all', []],
    ['a byte left over', [0, 0, 0]],
    ['a client without structs', [1, 0, 5, 0, 0]],
    ['a Skip', [1, 1, 5, 0, 10, 3, 0]],
    ['a struct of no length', [1, 1, 5, 0, 0, 0, 0]],
    ['a run length that no update can mean', [1, 1, 5, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x7f, 0]],
    ['an item that builds on itself', [1, 1, 5, 0, 0x84, 5, 0, 1, 65, 0]],
    ['text that is not UTF-8', [1, 1, 5, 0, 4, 1, 1, 116, 1, 0xff, 0]],
    [
      'a map key named __proto__',
      [1, 1, 5, 0, 0x28, 1, 1, 109, 9, ...new TextEncoder().encode('__proto__'), 1, 120, 0],
    ],
    ['a subdocument', [1, 1, 5, 0, 9, 1, 1, 109, 1, 103, 126, 0]],
    ['deletions that do not rise', [0, 1, 5, 2, 4, 2, 1, 2]],
    ['deletions that overlap', [0, 1, 5, 2, 1, 4, 3, 2]],
    ['more values than bytes', [1, 1, 5, 0, 8, 1, 1, 97, 0xff, 0xff, 0x7f, 126, 0]],
  ])('[DU4] refuses %s', (_name, bytes) => {
    expect(() => scanUpdate(new Uint8Array(bytes))).toThrow(InvalidUpdate)
  })

  test('[DU4] refuses values nested deeper than anyone can walk, and counts no brackets inside text', () => {
    const embed = (value: object): Uint8Array => {
      const doc = new Y.Doc()
      doc.getText('t').insertEmbed(0, value)
      return Y.encodeStateAsUpdate(doc)
    }
    const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) })
    expect(() => scanUpdate(embed(nested(63)))).not.toThrow()
    expect(() => scanUpdate(embed(nested(64)))).toThrow(/nested deeper/)
    expect(() => scanUpdate(embed({ code: '[{"\\\\'.repeat(200) }))).not.toThrow()
  })

  test('[DU4] refuses types nested deeper than anyone can walk', () => {
    const doc = new Y.Doc()
    let parent: Y.XmlFragment | Y.XmlElement = doc.getXmlFragment('content')
    for (let depth = 0; depth < 65; depth += 1) {
      const child: Y.XmlElement = new Y.XmlElement('block')
      parent.insert(0, [child])
      parent = child
    }
    expect(() => scanUpdate(Y.encodeStateAsUpdate(doc))).toThrow(/nested deeper/)
  })
})

/** LEB128, as lib0 writes it. */
function varUint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}
const bytesOf = (...parts: readonly (number | readonly number[])[]): Uint8Array => Uint8Array.from(parts.flat())

describe('judgeUpdate', () => {
  test('[DU4] accepts an update exactly when a Yjs document that holds the log integrates it at once', () => {
    fc.assert(
      fc.property(script, fc.array(fc.nat({ max: 100 }), { maxLength: 60 }), (actions, order) => {
        const { updates } = play(actions)
        const log = new Y.Doc()
        const known = new KnownState()
        known.keepDeletes([])
        for (const pick of order) {
          const chosen = updates[pick % Math.max(1, updates.length)]
          if (!chosen) continue
          const shape = scanUpdate(chosen.update)
          const verdict = judgeUpdate(shape, known)
          const trial = new Y.Doc()
          Y.applyUpdate(trial, Y.encodeStateAsUpdate(log))
          const before = Y.encodeStateAsUpdate(trial)
          Y.applyUpdate(trial, chosen.update)
          const integrates = trial.store.pendingStructs === null && trial.store.pendingDs === null
          expect(verdict.kind === 'skips').toBe(!integrates)
          if (verdict.kind === 'nothing-new') expect(Y.encodeStateAsUpdate(trial)).toEqual(before)
          if (verdict.kind === 'accept') {
            Y.applyUpdate(log, chosen.update)
            known.take(shape)
            expect(encodeClocks(known.clocks())).toEqual(Y.encodeStateVector(log))
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('[DU4] an update of several clients may build on what is known of one beyond what it brings of it', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    const updates: Uint8Array[] = []
    for (const doc of [one, other]) {
      doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== 'remote') updates.push(update)
      })
    }
    one.getText('text').insert(0, 'b')
    one.getText('text').insert(0, 'a')
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one), 'remote')
    other.getText('text').insert(0, 'c')
    const [first = new Uint8Array(), second = new Uint8Array(), third = new Uint8Array()] = updates
    const known = new KnownState()
    for (const update of [first, second]) known.take(scanUpdate(update))
    expect(judgeUpdate(scanUpdate(Y.mergeUpdates([first, third])), known).kind).toBe('accept')
  })

  test('[DU4] the same for updates of several clients at once', () => {
    fc.assert(
      fc.property(script, fc.array(fc.nat({ max: 100 }), { maxLength: 40 }), (actions, picks) => {
        const { updates } = play(actions)
        const chosen = picks.flatMap((pick) => updates[pick % Math.max(1, updates.length)]?.update ?? [])
        const log = updates.slice(0, picks.length % 5).map((each) => each.update)
        if (chosen.length === 0) return
        const merged = Y.mergeUpdates(chosen)
        let shape: ReturnType<typeof scanUpdate>
        try {
          shape = scanUpdate(merged)
        } catch {
          // Merging what does not join leaves a Skip.
          return
        }
        const trial = new Y.Doc()
        const known = new KnownState()
        for (const update of log) {
          if (judgeUpdate(scanUpdate(update), known).kind !== 'accept') continue
          known.take(scanUpdate(update))
          Y.applyUpdate(trial, update)
        }
        Y.applyUpdate(trial, merged)
        const integrates = trial.store.pendingStructs === null && trial.store.pendingDs === null
        expect(judgeUpdate(shape, known).kind === 'skips').toBe(!integrates)
      }),
      { numRuns: 500 },
    )
  })

  test('[DU8] as many clients as may be, each building on the next, are judged in time that grows with their number', () => {
    const clients = MAX_CLIENTS_PER_UPDATE
    const bytes: number[] = []
    const number = (value: number): void => {
      let rest = value
      for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
      bytes.push(rest)
    }
    number(clients)
    for (let client = 1; client <= clients; client += 1) {
      for (const value of [1, client, 0]) number(value)
      if (client < clients) {
        bytes.push(0x84)
        number(client + 1)
        number(0)
        bytes.push(1, 65)
      } else bytes.push(4, 1, 1, 116, 1, 65)
    }
    number(0)
    const started = performance.now()
    expect(judgeUpdate(scanUpdate(new Uint8Array(bytes)), new KnownState()).kind).toBe('accept')
    // Generous, for a busy machine; pair by pair it would be many seconds.
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('[DU8] more clients or deletions than any honest update has are not allowed', () => {
    const runs = (clients: number) => Array.from({ length: clients }, (_, at) => [1, ...varUint(at + 1), 0, 0, 1])
    const update = (clients: number) => bytesOf(varUint(clients), ...runs(clients), 0)
    expect(scanUpdate(update(MAX_CLIENTS_PER_UPDATE)).runs).toHaveLength(MAX_CLIENTS_PER_UPDATE)
    expect(() => scanUpdate(update(MAX_CLIENTS_PER_UPDATE + 1))).toThrow(/at most/)
    const deleting = (ranges: number, step: number): Uint8Array => {
      const each = Array.from({ length: ranges }, (_, at) => [...varUint(at * step), 1])
      return bytesOf(0, 1, 1, varUint(ranges), each.flat())
    }
    expect(() => scanUpdate(deleting(MAX_DELETES_PER_UPDATE + 1, 2))).toThrow(/deletions/)
    // Neighbours are one range.
    expect(scanUpdate(deleting(MAX_DELETES_PER_UPDATE + 1, 1)).deletes).toHaveLength(1)
  })

  test('of many needs the highest of each client are left, and those decide', () => {
    const after = (clock: number) => [0x84, 5, ...varUint(clock), 1, 65]
    const many = bytesOf(1, varUint(3000), 9, 0, ...Array.from({ length: 3000 }, (_, at) => after(2999 - at)), 0)
    const shape = scanUpdate(many)
    expect(shape.needs.length).toBeLessThan(2000)
    const known = (clock: number) => new KnownState(new Map([[5, clock]]))
    expect(judgeUpdate(shape, known(2999)).kind).toBe('skips')
    expect(judgeUpdate(shape, known(3000)).kind).toBe('accept')
  })

  test('[DU11] a reconnecting client that sends all it has brings nothing new', () => {
    fc.assert(
      fc.property(script, (actions) => {
        const { docs } = play(actions)
        const update = Y.encodeStateAsUpdate(docs[0] ?? new Y.Doc())
        const known = new KnownState()
        known.keepDeletes([])
        known.take(scanUpdate(update))
        expect(judgeUpdate(scanUpdate(update), known).kind).toBe('nothing-new')
      }),
    )
  })

  test('sees an update that begins before what is known and goes on after it', () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'ab')
    const known = new KnownState()
    known.take(scanUpdate(Y.encodeStateAsUpdate(doc)))
    doc.getText('t').insert(2, 'cd')
    expect(judgeUpdate(scanUpdate(Y.encodeStateAsUpdate(doc)), known).kind).toBe('overlaps')
  })

  test('[DU4] refuses two clients that build on each other in a circle', () => {
    // client 9: item at 0 with origin 5:0; client 5: item at 0 with origin 9:0.
    const circle = new Uint8Array([2, 1, 9, 0, 0x84, 5, 0, 1, 65, 1, 5, 0, 0x84, 9, 0, 1, 65, 0])
    expect(judgeUpdate(scanUpdate(circle), new KnownState())).toMatchObject({ kind: 'skips' })
  })

  test('[DU4] refuses deletions of what nobody has written', () => {
    expect(judgeUpdate(scanUpdate(new Uint8Array([0, 1, 5, 1, 0, 3])), new KnownState()).kind).toBe('skips')
  })
})

describe('ClockRanges', () => {
  test('holds exactly the ids that were added, in as few ranges as can be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 10 })), { maxLength: 40 }),
        (adds) => {
          const ranges = new ClockRanges()
          const model = new Set<number>()
          for (const [start, length] of adds) {
            ranges.add({ client: 1, start, end: start + length })
            for (let clock = start; clock < start + length; clock += 1) model.add(clock)
          }
          for (let clock = 0; clock < 72; clock += 1) {
            expect(ranges.covers({ client: 1, start: clock, end: clock + 1 })).toBe(model.has(clock))
          }
          const runs = [...model].filter((clock) => !model.has(clock - 1)).length
          expect(ranges.size).toBe(runs)
        },
      ),
    )
  })
})
