/** Stock y-websocket clients of both generations against the real server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Doc } from 'yjs'
import { converged, sees, seesPresence, textOf, type } from './testing/peer.ts'
import { GENERATIONS } from './testing/plain-peer.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

describe.each(GENERATIONS)('y-websocket %i', (generation) => {
  test('two people converge while both type', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    for (let word = 0; word < 20; word += 1) {
      type(ann, `a${word} `)
      type(bob, `b${word} `)
    }
    await Promise.all([sees(ann, 'b19 '), sees(bob, 'a19 ')])
    await converged([ann, bob])
    const late = await world.plain(id, generation)
    expect(textOf(late)).toBe(textOf(ann))
  })

  test('people see each other, and see who leaves and comes back', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    ann.awareness.setLocalState({ user: { name: 'Ann' }, caret: 3 })
    await seesPresence(bob, ann, (state) => state?.['caret'] === 3)
    ann.disconnect()
    await seesPresence(bob, ann, (state) => state === undefined)
    await ann.connect()
    await seesPresence(bob, ann, (state) => state?.['caret'] === 3)
    ann.awareness.setLocalStateField('caret', 4)
    await seesPresence(bob, ann, (state) => state?.['caret'] === 4)
  })

  test('edits made offline on both sides merge', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    type(ann, 'shared. ')
    await sees(bob, 'shared. ')
    ann.disconnect()
    bob.disconnect()
    type(ann, 'from Ann. ')
    bob.doc.getText('text').delete(0, 3)
    type(bob, 'from Bob. ')
    await Promise.all([ann.connect(), bob.connect()])
    await Promise.all([sees(ann, 'from Bob. '), sees(bob, 'from Ann. ')])
    await converged([ann, bob])
    expect(textOf(ann)).toMatch(/^red\. /)
  })

  test('[DU11] opening, reading, receiving and reconnecting without edits add no row', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    type(ann, 'hello world')
    await sees(bob, 'hello world')
    ann.doc.getText('text').delete(0, 6)
    await converged([ann, bob])
    const before = await world.rows(id)
    expect(before).toHaveLength(2)
    for (let round = 0; round < 3; round += 1) {
      for (const peer of [ann, bob]) {
        peer.disconnect()
        await peer.connect()
      }
      await world.plain(id, generation)
    }
    // Whatever they said on joining was handled before this edit of theirs was.
    type(bob, '!')
    await sees(ann, '!')
    expect(await world.rows(id)).toHaveLength(before.length + 1)
  })

  test('[DU11] someone who joins while others type and delete adds no row of their own', async () => {
    const id = await world.document()
    const ann = await world.plain(id, generation)
    type(ann, 'x'.repeat(200))
    for (let round = 0; round < 30; round += 1) {
      const joining = world.plain(id, generation)
      ann.doc.getText('text').delete(0, 1)
      type(ann, 'y')
      const bob = await joining
      await converged([ann, bob])
      await bob.close()
    }
    type(ann, 'end')
    const reader = await world.plain(id, generation)
    await sees(reader, 'end')
    const sessions = new Set((await world.rows(id)).map((row) => row.sessionId))
    expect(sessions.size).toBe(1)
  })

  test('[DU3] a deletion sent again with a reconnect is in the log once', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    type(ann, 'one two three')
    await sees(bob, 'three')
    ann.disconnect()
    ann.doc.getText('text').delete(0, 4)
    await ann.connect()
    await converged([ann, bob])
    ann.disconnect()
    await ann.connect()
    type(ann, '.')
    await sees(bob, '.')
    expect(await world.rows(id)).toHaveLength(3)
  })

  test('a document of a megabyte joins whole', async () => {
    const id = await world.document()
    const doc = new Doc()
    for (let line = 0; line < 1024; line += 1) doc.getText('text').insert(0, `${line} ${'가나다라'.repeat(90)}\n`)
    const ann = await world.plain(id, generation, doc)
    type(ann, 'the end')
    const bob = await world.plain(id, generation)
    await sees(bob, 'the end')
    await converged([ann, bob])
    expect(textOf(bob).length).toBeGreaterThan(350_000)
  })

  test('[DU1] a restart of the server keeps everything', async () => {
    const id = await world.document()
    const [ann, bob] = await Promise.all([world.plain(id, generation), world.plain(id, generation)])
    type(ann, 'before the restart')
    await sees(bob, 'before the restart')
    await world.stopServer()
    ann.disconnect()
    type(bob, ', while away')
    await world.startServer()
    const late = await world.plain(id, generation)
    await sees(late, 'before the restart, while away')
    await ann.connect()
    await converged([ann, bob, late])
  })
})
