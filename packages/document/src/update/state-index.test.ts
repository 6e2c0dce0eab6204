import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { clocksOf, indexState, stateAfter } from './state-index.ts'
import { decodeClocks } from './state-vector.ts'

/** One thing a person does; some of it leaves runs of text that Yjs keeps as one struct, some many small ones. */
const action = fc.record({
  who: fc.nat({ max: 3 }),
  what: fc.constantFrom('type', 'append', 'delete', 'format', 'map', 'array', 'element', 'embed', 'sync'),
  at: fc.nat({ max: 1000 }),
  text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
})
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

function act(doc: Y.Doc, { what, at, text }: Action, others: readonly Y.Doc[]): void {
  const written = doc.getText('text')
  const place = written.length === 0 ? 0 : at % written.length
  if (what === 'type') written.insert(place, text)
  if (what === 'append') written.insert(written.length, text)
  if (what === 'delete' && written.length > 0) written.delete(place, Math.min(3, written.length - place))
  if (what === 'format' && written.length > 0)
    written.format(place, Math.min(3, written.length - place), { bold: true })
  if (what === 'map') doc.getMap('map').set(`k${at % 3}`, { deep: [text, 1.5, null] })
  if (what === 'array') doc.getArray('array').push([at, text, true, new Uint8Array(3)])
  if (what === 'embed') written.insertEmbed(place, { mention: text })
  if (what === 'element') {
    const element = new Y.XmlElement('block')
    element.setAttribute('kind', text)
    element.insert(0, [new Y.XmlText(text)])
    doc.getXmlFragment('content').insert(0, [element])
  }
  if (what === 'sync') for (const other of others) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
}

/** Four people's documents after a script, each with what it had before its last half. */
function play(script: readonly Action[]) {
  const docs = [0, 1, 2, 3].map(() => new Y.Doc())
  const vectors: Uint8Array[] = []
  script.forEach((each, index) => {
    const doc = docs[each.who]
    if (!doc) return
    act(
      doc,
      each,
      docs.filter((other) => other !== doc),
    )
    if (index % 5 === 0) vectors.push(Y.encodeStateVector(doc))
  })
  return { docs, vectors }
}

/** As Yjs writes it when it passes it on: it then leaves out a bit of no consequence (the key of an item with origin). */
const passedOn = (update: Uint8Array): Uint8Array => Y.diffUpdate(update, new Uint8Array([0]))

const script = fc.array(action, { minLength: 1, maxLength: 120 })

describe('a state cut by its index', () => {
  test('holds the clocks of the state', () => {
    fc.assert(
      fc.property(script, (actions) => {
        for (const doc of play(actions).docs) {
          const clocks = clocksOf(indexState(Y.encodeStateAsUpdate(doc)))
          expect(new Map(clocks)).toEqual(new Map(decodeClocks(Y.encodeStateVector(doc))))
        }
      }),
    )
  })

  test('is what Yjs sends to whoever was there at some time', () => {
    fc.assert(
      fc.property(script, (actions) => {
        const { docs, vectors } = play(actions)
        const [doc = new Y.Doc(), ...others] = docs
        for (const other of others) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
        const state = Y.encodeStateAsUpdate(doc)
        const index = indexState(state)
        for (const vector of vectors) {
          expect(passedOn(stateAfter(state, index, decodeClocks(vector)))).toEqual(
            passedOn(Y.diffUpdate(state, vector)),
          )
        }
      }),
    )
  })

  test('is cut right at every single clock of a long document, marks and surrogates included', () => {
    const doc = new Y.Doc()
    doc.clientID = 7
    const text = doc.getText('text')
    for (let at = 0; at < 200; at += 1) text.insert(at % 3 === 0 ? 0 : text.length, `가나${at}`)
    text.delete(40, 100)
    const state = Y.encodeStateAsUpdate(doc)
    const index = indexState(state)
    for (let clock = 0; clock <= Y.getState(doc.store, 7); clock += 1) {
      const vector = Y.encodeStateVector(new Map([[7, clock]]))
      expect(stateAfter(state, index, new Map([[7, clock]]))).toEqual(Y.diffUpdate(state, vector))
    }
  })

  test('is all of it for whoever has nothing, and the deletions alone for whoever has all', () => {
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'abcdef')
    doc.getText('text').delete(1, 2)
    const state = Y.encodeStateAsUpdate(doc)
    const index = indexState(state)
    expect(stateAfter(state, index, new Map())).toEqual(state)
    const rest = stateAfter(state, index, clocksOf(index))
    expect(Y.decodeUpdate(rest).structs).toEqual([])
    expect(Y.decodeUpdate(rest).ds.clients.size).toBe(1)
  })
})
