import { decodeClocks, indexState } from '@dure/document/update'
import { toSeq } from '@dure/protocol'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { LogWindow } from './log-window.ts'
import { stateFor } from './state-for.ts'

function largeDocument(): Y.Doc {
  const doc = new Y.Doc()
  for (let line = 0; line < 400; line += 1) doc.getText('text').insert(0, `${line} ${'가나다라'.repeat(30)}\n`)
  return doc
}

const clocksOf = (doc: Y.Doc) => decodeClocks(Y.encodeStateVector(doc))

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** A room whose base is `doc` as it is now, with the rows that are written into it afterwards. */
function roomOf(doc: Y.Doc) {
  const base = Y.encodeStateAsUpdate(doc)
  const window = new LogWindow(toSeq(1), base, [])
  doc.on('update', (bytes: Uint8Array) => window.push({ seq: toSeq(window.rows.length + 2), bytes }))
  return { window, baseIndex: () => Promise.resolve(indexState(base)) }
}

/** Brings `doc` up to date with what the room answers, and tells how many bytes that took. */
async function update(doc: Y.Doc, room: ReturnType<typeof roomOf>): Promise<number> {
  const pieces = await stateFor(room, clocksOf(doc))
  for (const piece of pieces) Y.applyUpdate(doc, piece)
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}

const expectSame = (one: Y.Doc, other: Y.Doc): void =>
  expect(Y.encodeStateAsUpdate(one)).toEqual(Y.encodeStateAsUpdate(other))

describe('what a y-websocket client is sent of a large document', () => {
  test('everything, when it has nothing', async () => {
    const doc = largeDocument()
    const room = roomOf(doc)
    doc.getText('text').insert(3, 'later')
    const newcomer = new Y.Doc()
    await update(newcomer, room)
    expectSame(newcomer, doc)
  })

  test('what was written and deleted since it left, from the rows alone and the deletions of the base', async () => {
    const doc = largeDocument()
    const away = copyOf(doc)
    doc.getText('text').delete(10, 200)
    const room = roomOf(doc)
    doc.getText('text').insert(3, 'later')
    doc.getText('text').delete(50, 5)
    expect(await update(away, room)).toBeLessThan(200)
    expectSame(away, doc)
  })

  test('what it lacks of the base, when it left before that was folded', async () => {
    const doc = largeDocument()
    const away = copyOf(doc)
    doc.getText('text').insert(3, 'folded')
    const room = roomOf(doc)
    doc.getText('text').insert(3, 'later')
    expect(await update(away, room)).toBeLessThan(200)
    expectSame(away, doc)
  })
})
