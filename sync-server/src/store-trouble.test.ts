/** What happens to people while the store cannot do its work, and when what it holds is damaged. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CLOSE } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { converged, sees, textOf, type } from './testing/peer.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

/** Changes what is on disk while no server runs. */
async function damage(statement: string, ...values: (string | number | Uint8Array)[]): Promise<void> {
  await world.stopServer()
  tamper(statement, ...values)
  await world.startServer()
}

/** Changes what is on disk under the running server. */
function tamper(statement: string, ...values: (string | number | Uint8Array)[]): void {
  const file = readdirSync(world.directory).find((name) => /\.(db|sqlite)$/.test(name))
  const database = new DatabaseSync(join(world.directory, file ?? 'no database found'))
  try {
    expect(database.prepare(statement).run(...values).changes).toBe(1)
  } finally {
    database.close()
  }
}

describe('a store that cannot write', () => {
  test('a dure.1 client is told so, keeps its edit, and all heals; the operator alone learns why, once', async () => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id), await world.dure(id)]
    const why = 'connect ENOENT /var/lib/secret as dure'
    world.store.fail(why)
    type(ann, 'precious')
    await ann.becomes('told', ({ status }) => status.kind === 'cannot-save')
    const detail = 'the server cannot reach its store just now'
    expect(ann.connection.status).toMatchObject({ reason: 'cannot-store', detail, pending: 1 })
    expect(await world.log.said('edits cannot be saved')).toMatchObject([{ err: { message: why } }])
    type(ann, ' and more')
    expect(textOf(bob)).toBe('')
    world.store.fail(undefined)
    await ann.connection.whenSaved()
    await sees(bob, 'precious and more')
    await converged([ann, bob])
    expect(await world.log.said('edits are saved again')).toHaveLength(1)
  })

  test('a plain client is closed 1013, comes back, and nothing is lost', async () => {
    const id = await world.document()
    const [ann, bob] = [await world.plain(id), await world.plain(id)]
    type(ann, 'kept. ')
    await sees(bob, 'kept. ')
    world.store.fail('disk full')
    const closed = ann.closed()
    type(ann, 'precious')
    expect(await closed).toBe(CLOSE.tryLater.code)
    world.store.fail(undefined)
    await sees(bob, 'kept. precious')
    await converged([ann, bob])
  })

  test('readiness says so and metrics count it', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    const before = await world.metric('dure_commit_failures_total')
    world.store.fail('disk full')
    type(ann, 'x')
    await ann.becomes('told', ({ status }) => status.kind === 'cannot-save')
    expect(await world.metric('dure_commit_failures_total')).toBeGreaterThan(before)
    // Whoever asks learns that it is not ready; why, the operator reads in the log.
    const ready = async (): Promise<[number, string]> => {
      const response = await fetch(`${world.origin}/readyz`)
      return [response.status, await response.text()]
    }
    for (let ask = 0; ask < 3; ask += 1) expect(await ready()).toEqual([503, expect.not.stringContaining('disk full')])
    expect(await world.log.said('the store cannot save')).toHaveLength(1)
    world.store.fail(undefined)
    expect(await ready()).toEqual([200, 'ok\n'])
    await ann.connection.whenSaved()
  })
})

describe('a store whose content is damaged', () => {
  test('[DU8] a document that cannot be appended to refuses edits with the reason, its neighbour notices nothing, and mended it takes what was kept', async () => {
    const [hurt, whole] = [await world.document(), await world.document()]
    const [ann, bob] = [await world.dure(hurt), await world.dure(whole)]
    const carl = await world.plain(hurt)
    type(ann, 'before. ')
    await sees(carl, 'before. ')
    const stray =
      'insert into log_row select document_id, seq + 1, at, user_id, ?, client_seq, bytes from log_row where document_id = ?'
    tamper(stray, 'a'.repeat(22), hurt)
    // Both in one batch, so that one transaction meets the damage.
    world.store.hold()
    type(ann, 'kept. ')
    type(bob, 'untouched')
    await world.store.arrived(1)
    world.store.release()
    await bob.connection.whenSaved()
    await ann.becomes('told', ({ status }) => status.kind === 'cannot-save')
    expect(ann.connection.status).toMatchObject({ reason: 'damaged', pending: 1 })
    await world.log.said('the document is damaged and takes no edits')
    const closed = carl.closed()
    type(carl, 'plain')
    expect(await closed).toBe(CLOSE.damaged.code)
    tamper('delete from log_row where document_id = ? and session_id = ?', hurt, 'a'.repeat(22))
    await ann.connection.whenSaved()
    await Promise.all(['kept. ', 'plain'].flatMap((word) => [sees(ann, word), sees(carl, word)]))
    await converged([ann, carl])
  })

  test('a document whose history has a hole cannot be opened: clients are told, come back, and it heals', async () => {
    const id = await world.document()
    const ann = await world.dure(id)
    type(ann, 'one')
    await ann.connection.whenSaved()
    type(ann, ' two')
    await ann.connection.whenSaved()
    await ann.close()
    const take = 'update log_row set seq = seq + ? where document_id = ? and seq = ?'
    await damage(take, 100, id, 1)
    const raw = world.raw(id, 'dure')
    await raw.opened()
    raw.sayHello()
    expect((await raw.closed()).code).toBe(CLOSE.damaged.code)
    const bob = world.dure(id)
    await damage(take, -100, id, 101)
    expect(textOf(await bob)).toBe('one two')
  })

  test('a snapshot that does not decode is dropped, reported, and the document served from its history', async () => {
    const id = await world.document()
    const ann = await world.plain(id)
    // More than a tail may hold, so that it is folded when the room is loaded again.
    for (let word = 0; word < 600; word += 1) type(ann, `w${word} `)
    const bob = await world.dure(id)
    await sees(bob, 'w599 ')
    const whole = textOf(bob)
    world.clock.skip(20_000)
    await world.stopServer()
    await ann.close()
    await bob.close()
    await world.startServer()
    await damage('update snapshot set bytes = ? where document_id = ?', Uint8Array.of(1, 2, 3), id)
    const carl = await world.dure(id)
    await sees(carl, 'w599 ')
    expect(textOf(carl)).toBe(whole)
    await world.log.said('snapshot cannot be read; replaying the history')
  })

  test('a row that does not decode is quarantined, reported, and the document served without it', async () => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id), await world.dure(id)]
    type(ann, 'Ann. ')
    await sees(bob, 'Ann. ')
    type(bob, 'Bob. ')
    await sees(ann, 'Bob. ')
    const other = await world.dure(id)
    other.doc.getText('other').insert(0, 'alone')
    await other.connection.whenSaved()
    await Promise.all([ann, bob, other].map((peer) => peer.close()))
    await damage('update log_row set bytes = ? where document_id = ? and seq = 2', Uint8Array.of(9, 9, 9), id)
    const carl = await world.dure(id)
    expect(textOf(carl)).toBe('Ann. ')
    expect(carl.doc.getText('other').toString()).toBe('alone')
    const [line] = await world.log.said('rows of the log are corrupt and set aside')
    expect(line).toMatchObject({ document: id, seqs: [2] })
    // [DU2] The numbers go on behind it.
    type(carl, 'Carl.')
    await carl.connection.whenSaved()
    expect((await world.rows(id)).map((row) => row.seq)).toEqual([1, 3, 4])
    const dan = await world.dure(id)
    expect(textOf(dan)).toBe('Ann. Carl.')
  })
})
