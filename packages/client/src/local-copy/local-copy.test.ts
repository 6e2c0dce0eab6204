import { REFUSAL, toEpoch } from '@dure/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { REPLACED } from '../end-reason.ts'
import { MAX_COPY_RUNS, RESTORE_TIMEOUT_MS } from '../limits.ts'
import { Device } from '../testing/device.ts'
import { type Person, World } from '../testing/world.ts'
import { deleteLocalCopy, listLocalCopies, readLocalCopy, setLocalCopyAside } from './copy-shelf.ts'

let world: World
let device: Device
beforeEach(() => {
  world = new World()
  device = new Device()
})
afterEach(() => world.close())

/** A tab of the device; offline when asked. */
async function open(name: string, reachable = true): Promise<Person> {
  const person = world.join(name, {}, device)
  person.reachable = reachable
  await world.settle()
  return person
}

const textIn = (update: Uint8Array | undefined): string => {
  const doc = new Doc()
  if (update) applyUpdate(doc, update)
  return doc.getText('text').toString()
}

const copies = () => listLocalCopies('me', device.factory)

describe('opening again', () => {
  it('shows the content at once, without a network', async () => {
    const alice = await open('alice')
    alice.type('hello')
    await world.settle()
    await alice.connection.close()
    const again = await open('alice', false)
    expect(again.text).toBe('hello')
    expect(again.connection.hasSynced).toBe(true)
    await again.connection.whenSynced
    expect(again.connection.status).toEqual({ kind: 'saved' })
  })

  it('asks the server only for what followed, and sends nothing', async () => {
    const alice = await open('alice')
    alice.type('hello')
    await world.settle()
    await alice.connection.close()
    const pushes = world.server.arrived.length
    const bob = world.join('bob')
    await world.settle()
    bob.type(' and bye')
    await world.settle()
    const again = await open('alice')
    expect(again.text).toBe('hello and bye')
    expect([...world.server.members].at(-1)?.hello?.resume).toEqual({ epoch: 1, lastSeq: 1 })
    expect(world.server.arrived).toHaveLength(pushes + 1)
  })

  it('keeps what others wrote too', async () => {
    const bob = world.join('bob')
    const alice = await open('alice')
    bob.type('from bob')
    await world.settle()
    await alice.connection.close()
    expect((await open('alice', false)).text).toBe('from bob')
  })

  it("of an owner finds that owner's copies only", async () => {
    const alice = await open('alice')
    alice.type('mine')
    await world.settle()
    const bob = world.join('bob', { localCopy: { owner: 'bob', factory: device.factory, locks: undefined } })
    bob.reachable = false
    await world.settle()
    expect(bob.text).toBe('')
    expect(bob.connection.hasSynced).toBe(false)
    expect(await listLocalCopies('bob', device.factory)).toHaveLength(1)
  })
})

describe('[DU3] a tab that crashes', () => {
  it('loses nothing that was written offline: the next one sends it', async () => {
    const alice = await open('alice')
    alice.reachable = false
    alice.cut()
    alice.type('a')
    alice.type('b')
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 2, keptOn: 'tab' })
    await device.settle()
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 2, keptOn: 'device' })
    alice.crash()
    const again = world.join('alice', {}, device)
    again.reachable = false
    // Nobody has looked yet, so nobody may say that all is saved.
    expect(again.connection.status).toEqual({ kind: 'saving', pending: 0, keptOn: 'tab' })
    await world.settle()
    expect(again.text).toBe('ab')
    expect(again.connection.status).toEqual({ kind: 'saving', pending: 2, keptOn: 'device' })
    again.reachable = true
    await world.settle()
    expect(world.server.text()).toBe('ab')
    expect(again.connection.status).toEqual({ kind: 'saved' })
  })

  it('has its pushes repeated under the same session and number with the same bytes', async () => {
    const alice = await open('alice')
    world.server.dying = true
    alice.type('sent')
    alice.type(' and waiting')
    await world.settle()
    alice.crash()
    world.server.dying = false
    const [sent] = world.server.arrived
    const again = await open('alice')
    const [, repeated, next] = world.server.arrived
    expect(repeated).toEqual(sent)
    expect(next?.sessionId).toBe(sent?.sessionId)
    // No number that the former tab may have used without having it stored is used again.
    expect(next?.clientSeq).toBe(2 ** 20)
    expect(world.server.rows).toHaveLength(2)
    expect(world.server.text()).toBe('sent and waiting')
    expect(again.connection.status).toEqual({ kind: 'saved' })
  })

  it('leaves each next owner numbers of its own', async () => {
    for (const text of ['one ', 'two ', 'three ']) {
      const alice = await open('alice')
      alice.type(text)
      await world.settle()
      alice.crash()
    }
    expect(world.server.rows.map((row) => row.clientSeq)).toEqual([1, 2 ** 20, 2 ** 21])
    expect(new Set(world.server.rows.map((row) => row.sessionId)).size).toBe(1)
    expect(world.server.text()).toBe('one two three ')
  })

  it('is told apart from one that lives: nobody takes over its session', async () => {
    const alice = await open('alice', false)
    alice.type('in the living tab')
    await device.settle()
    const second = await open('second')
    expect(second.text).toBe('')
    second.type('in the second tab ')
    await world.settle()
    alice.reachable = true
    await world.settle()
    expect(new Set(world.server.rows.map((row) => row.sessionId)).size).toBe(2)
    expect(alice.text).toBe(second.text)
  })

  it('next to another that crashed: the edits of both are sent', async () => {
    const tabs = [await open('one', false), await open('two', false), await open('three', false)]
    for (const tab of tabs) tab.type(`${tab.name} `)
    await device.settle()
    for (const tab of tabs) tab.crash()
    const again = await open('again')
    expect(world.server.text()).toHaveLength('one two three '.length)
    expect(again.connection.status).toEqual({ kind: 'saved' })
    expect((await copies())[0]?.unsaved).toBe(0)
  })

  it('where the browser has no locks: its edits are sent, and once', async () => {
    device.hasLocks = false
    const alice = await open('alice', false)
    alice.type('typed')
    await device.settle()
    const second = await open('second')
    expect(world.server.text()).toBe('typed')
    // The first tab was alive all the time.
    alice.reachable = true
    await world.settle()
    expect(world.server.text()).toBe('typed')
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    expect(second.connection.status).toEqual({ kind: 'saved' })
    expect(new Set(world.server.arrived.map((row) => row.sessionId)).size).toBe(2)
  })
})

describe('storage that fails', () => {
  it.each(['denied', 'stuck'] as const)('(%s) leaves everything else working, and the status true', async (mood) => {
    device.mood = mood
    const alice = await open('alice')
    await world.pass(RESTORE_TIMEOUT_MS)
    alice.type('hello')
    expect(alice.connection.status).toEqual({ kind: 'saving', pending: 1, keptOn: 'tab' })
    await world.settle()
    expect(world.server.text()).toBe('hello')
    expect(alice.connection.localCopyId).toBeUndefined()
  })

  it('(full) is said as long as it lasts, and the edits are stored when there is room', async () => {
    const alice = await open('alice')
    alice.reachable = false
    alice.cut()
    device.mood = 'full'
    alice.type('no room')
    await world.settle()
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 1, keptOn: 'tab' })
    device.mood = 'fine'
    await world.pass(10_000)
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 1, keptOn: 'device' })
    alice.crash()
    expect((await open('again')).text).toBe('no room')
  })

  it("for others' content only is mended with the whole document later", async () => {
    const bob = world.join('bob')
    const alice = await open('alice')
    bob.type('one ')
    await world.settle()
    device.mood = 'full'
    bob.type('two ')
    await world.pass(1000)
    device.mood = 'fine'
    bob.type('three ')
    await world.pass(120_000)
    await alice.connection.close()
    expect((await open('again', false)).text).toBe('one two three ')
  })
})

describe('storage that answers only when it was given up', () => {
  /** A tab of the device, whose storage does not answer in time. */
  async function openInVain(name: string, reachable = true): Promise<Person> {
    device.mood = 'slow'
    const person = world.join(name, {}, device)
    person.reachable = reachable
    await world.pass(RESTORE_TIMEOUT_MS + 100)
    return person
  }

  it('[DU3] keeps what was typed without it: the next tab sends that, once', async () => {
    const alice = await openInVain('alice')
    alice.type('sent ')
    await world.settle()
    world.server.dying = true
    alice.type('on its way ')
    alice.type('and waiting')
    await world.settle()
    expect(alice.connection.status).toMatchObject({ kind: 'saving', keptOn: 'tab' })
    await device.answers()
    expect(alice.connection.status).toMatchObject({ kind: 'saving', keptOn: 'device' })
    alice.crash()
    world.server.dying = false
    const again = await open('again')
    expect(world.server.text()).toBe('sent on its way and waiting')
    expect(again.text).toBe('sent on its way and waiting')
    const [, waited, repeated] = world.server.arrived
    expect(repeated).toEqual(waited)
    await again.connection.close()
    expect((await open('offline', false)).text).toBe('sent on its way and waiting')
  })

  it('sends what a former tab left in it, once', async () => {
    const bob = world.join('bob')
    const former = await open('former')
    bob.type('seen ')
    await world.settle()
    world.server.dying = true
    former.type('sent ')
    await world.settle()
    former.reachable = false
    former.cut()
    former.type('and kept ')
    await world.settle()
    former.crash()
    world.server.dying = false
    const alice = await openInVain('alice')
    alice.type('meanwhile')
    await world.settle()
    expect(world.server.text()).toBe('seen meanwhile')
    await device.answers()
    await world.settle()
    for (const word of ['seen ', 'sent ', 'and kept ', 'meanwhile']) expect(world.server.text()).toContain(word)
    expect(world.server.text()).toHaveLength('seen sent and kept meanwhile'.length)
    expect(alice.text).toBe(world.server.text())
    expect(alice.connection.status).toEqual({ kind: 'saved' })
    // And nothing of it is left to be sent again.
    expect((await copies())[0]?.unsaved).toBe(0)
    const rows = world.server.rows.length
    await alice.connection.close()
    expect((await open('again')).text).toBe(world.server.text())
    expect(world.server.rows).toHaveLength(rows)
  })

  it('shows what it holds where there is no network', async () => {
    const former = await open('former')
    former.type('kept')
    await world.settle()
    await former.connection.close()
    const alice = await openInVain('alice', false)
    expect(alice.connection.hasSynced).toBe(false)
    await device.answers()
    await alice.connection.whenSynced
    expect(alice.text).toBe('kept')
    alice.type(' and more')
    await device.settle()
    expect(alice.connection.status).toMatchObject({ pending: 1, keptOn: 'device' })
    alice.reachable = true
    await world.pass(60_000)
    expect([...world.server.members].at(-1)?.hello?.resume).toEqual({ epoch: 1, lastSeq: 1 })
    expect(world.server.text()).toBe('kept and more')
  })

  it('while hello is on its way has it said anew, from where the copy stands', async () => {
    const former = await open('former')
    former.type('kept')
    await world.settle()
    await former.connection.close()
    device.mood = 'slow'
    const alice = world.join('alice', {}, device)
    await world.turn()
    world.clock.advance(RESTORE_TIMEOUT_MS)
    await world.turn()
    alice.deliver()
    await device.answers()
    await world.settle()
    expect(alice.connection.connection).toEqual({ kind: 'live' })
    expect([...world.server.members].at(-1)?.hello?.resume).toEqual({ epoch: 1, lastSeq: 1 })
    expect(alice.text).toBe('kept')
  })

  it('waits for the end of a composition', async () => {
    const former = await open('former', false)
    former.type('kept')
    await world.settle()
    former.crash()
    const alice = await openInVain('alice')
    alice.connection.hold()
    await device.answers()
    await world.settle()
    expect(alice.text).toBe('')
    alice.connection.release()
    await world.settle()
    expect(alice.text).toBe('kept')
    expect(world.server.text()).toBe('kept')
  })

  it('[DU10] is left alone when what it holds is another history', async () => {
    const former = await open('former')
    former.type('before')
    await world.settle()
    former.reachable = false
    former.cut()
    former.type(' and offline')
    await world.settle()
    former.crash()
    world.server.forgetEverything()
    world.server.epoch = toEpoch(2)
    const alice = await openInVain('alice')
    alice.type('new')
    await world.settle()
    await device.answers()
    await world.settle()
    expect(alice.text).toBe('new')
    expect(world.server.text()).toBe('new')
    expect(alice.connection.localCopyId).toBeUndefined()
    const again = await open('again')
    expect(again.connection.connection).toEqual({ kind: 'ended', closeReason: REPLACED })
    expect(again.text).toBe('before and offline')
  })
})

describe('refused edits', () => {
  it('are kept with their reason over a reload, outside the document, and can be tried again', async () => {
    const alice = await open('alice')
    world.server.judge = () => ({ reason: REFUSAL.notAllowed, detail: 'not today' })
    alice.type('refused')
    await world.settle()
    await alice.connection.close()
    world.server.judge = () => undefined
    const again = await open('again')
    expect(again.text).toBe('')
    expect(again.connection.parked).toMatchObject([{ reason: 'not-allowed', detail: 'not today', text: 'refused' }])
    expect(again.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'not-allowed', keptOn: 'device' })
    again.connection.retryParked()
    await world.settle()
    expect(again.text).toBe('refused')
    expect(world.server.text()).toBe('refused')
    expect(again.connection.status).toEqual({ kind: 'saved' })
  })

  it('never get into the copy of the content', async () => {
    const bob = world.join('bob')
    const alice = await open('alice')
    world.server.judge = (_push, person) =>
      person.name === 'alice' ? { reason: REFUSAL.notAllowed, detail: '' } : undefined
    alice.type('refused')
    await world.settle()
    alice.connection.discardParked()
    for (let each = 0; each < MAX_COPY_RUNS + 10; each += 1) {
      bob.type('b')
      await world.pass(600)
    }
    await alice.connection.close()
    expect((await open('again', false)).text).toBe('b'.repeat(MAX_COPY_RUNS + 10))
  })
})

describe('[DU10] a copy of a history that was replaced', () => {
  it('is kept with its unsaved edits until the person sets it aside, and then still', async () => {
    const alice = await open('alice')
    alice.type('before')
    await world.settle()
    alice.reachable = false
    alice.cut()
    alice.type(' and offline')
    world.server.forgetEverything()
    world.server.epoch = toEpoch(2)
    alice.reachable = true
    await world.pass(60_000)
    expect(alice.connection.connection).toEqual({ kind: 'ended', closeReason: REPLACED })
    const copyId = alice.connection.localCopyId ?? ''
    await alice.connection.close()
    // A reload finds the same.
    const again = await open('again')
    expect(again.connection.connection).toEqual({ kind: 'ended', closeReason: REPLACED })
    await setLocalCopyAside(copyId, device.factory)
    await again.connection.close()
    await world.pass(10)
    const fresh = await open('fresh')
    expect(fresh.text).toBe('')
    expect(fresh.connection.connection).toEqual({ kind: 'live' })
    fresh.type('new')
    await world.settle()
    expect(await copies()).toMatchObject([
      { setAside: false, unsaved: 0 },
      { copyId, setAside: true, unsaved: 1 },
    ])
    expect(textIn(await readLocalCopy(copyId, device.factory))).toBe('before and offline')
    expect(world.server.text()).toBe('new')
  })
})

describe('the shelf of copies', () => {
  it('lists them with title and unsaved edits, and deletes one', async () => {
    const titleOf = (doc: Doc) => doc.getText('text').toString()
    const locks = undefined
    const alice = world.join('alice', { localCopy: { owner: 'me', titleOf, factory: device.factory, locks } }, device)
    await world.settle()
    alice.type('Plan')
    await world.settle()
    alice.cut()
    alice.reachable = false
    alice.type(' B')
    await world.settle()
    const [copy] = await copies()
    expect(copy).toMatchObject({ documentId: world.documentId, title: 'Plan B', unsaved: 1, setAside: false })
    await deleteLocalCopy(copy?.copyId ?? '', device.factory)
    expect(await copies()).toEqual([])
    // The open tab goes on in memory, and says so.
    alice.type(' C')
    await world.settle()
    expect(alice.connection.status).toEqual({ kind: 'offline', pending: 2, keptOn: 'tab' })
    alice.reachable = true
    await world.pass(60_000)
    expect(world.server.text()).toBe('Plan B C')
    expect(await copies()).toEqual([])
  })
})

describe('several tabs', () => {
  it('write one copy between them', async () => {
    const one = await open('one')
    const two = await open('two')
    for (let each = 0; each < 20; each += 1) {
      one.type('1')
      two.type('2')
      await world.pass(700)
    }
    const text = one.text
    expect(two.text).toBe(text)
    await one.connection.close()
    await two.connection.close()
    const again = await open('again', false)
    expect(again.text).toBe(text)
    expect((await copies()).length).toBe(1)
  })

  it('fold a long copy into a snapshot', async () => {
    const bob = world.join('bob')
    await open('one')
    await open('two')
    for (let each = 0; each < 3 * MAX_COPY_RUNS; each += 1) {
      bob.type('b')
      await world.pass(600)
    }
    const before = (await copies())[0]?.bytes ?? 0
    // 300 updates of about 20 bytes each as rows; folded, little more than the text.
    expect(before).toBeLessThan(MAX_COPY_RUNS * 30)
    for (const person of [...world.people]) await person.connection.close()
    expect((await open('again', false)).text).toBe('b'.repeat(3 * MAX_COPY_RUNS))
  })
})
