/** The client against the real server, over real sockets, through real crashes. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { CLOSE, newDocumentId } from '@dure/protocol'
import { until } from '@dure/testkit'
import { SyncServerProcess } from '@dure/testkit/sync-server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Doc, XmlText } from 'yjs'
import { type DocumentConnection, openDocument } from './index.ts'
import { Device, Tab } from './testing/device.ts'

const DEADLINE_MS = 20_000

let server: SyncServerProcess
let opened: DocumentConnection[] = []
beforeAll(async () => {
  server = await SyncServerProcess.start()
}, 60_000)
afterAll(() => server.stop())
afterEach(async () => {
  await Promise.all(opened.map((connection) => connection.close()))
  opened = []
})

function open(documentId: string, displayName = '', doc = new Doc(), token?: string): DocumentConnection {
  const credential = token === undefined ? {} : { token }
  const connection = openDocument({ serverUrl: server.origin, documentId, displayName, doc, ...credential })
  opened.push(connection)
  return connection
}

const text = (connection: DocumentConnection) => connection.doc.getText('text')
const write = (connection: DocumentConnection, what: string) => text(connection).insert(text(connection).length, what)

const seen = (connection: DocumentConnection, what: string, holds: () => boolean) =>
  until(what, DEADLINE_MS, (done) => {
    const check = () => (holds() ? done(undefined) : undefined)
    connection.doc.on('update', check)
    const stop = connection.subscribe(check)
    check()
    return () => {
      connection.doc.off('update', check)
      stop()
    }
  })

/** Updates the server has committed since it started. */
async function committed(): Promise<number> {
  const response = await fetch(`${server.origin}/metrics`)
  const [, count] = /^dure_committed_updates_total (\d+)/m.exec(await response.text()) ?? []
  return Number(count)
}

/** Runs a file of `examples/` until it says that it is live. */
async function startExample(name: string, ...args: readonly string[]): Promise<ChildProcess> {
  const path = fileURLToPath(new URL(`./examples/${name}`, import.meta.url))
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  await until(`${name} is live`, DEADLINE_MS, (done) => {
    child.stdout.on('data', (data) => (String(data).includes('live') ? done(undefined) : undefined))
    return () => child.stdout.resume()
  })
  return child
}

describe('two people', { timeout: 60_000 }, () => {
  it('see what the other writes, and both are saved', async () => {
    const id = await server.createDocument()
    const alice = open(id, 'alice')
    const bob = open(id, 'bob')
    await Promise.all([alice.whenSynced, bob.whenSynced])
    expect(alice.self?.displayName).toBe('alice')
    write(alice, 'from alice ')
    write(bob, 'from bob ')
    await Promise.all([alice.whenSaved(), bob.whenSaved()])
    for (const each of [alice, bob]) {
      await seen(each, 'both texts', () => text(each).length === 'from alice from bob '.length)
    }
    expect(text(alice).toString()).toBe(text(bob).toString())
  })

  it('see each other come and go', async () => {
    const id = await server.createDocument()
    const alice = open(id, 'alice')
    const bob = open(id, 'bob')
    await Promise.all([alice.whenSynced, bob.whenSynced])
    const seesBob = () => [...alice.awareness.getStates().values()].some((state) => state['user']?.name === 'bob')
    const when = (what: string, holds: () => boolean) =>
      until(what, DEADLINE_MS, (done) => {
        const check = () => (holds() ? done(undefined) : undefined)
        alice.awareness.on('change', check)
        check()
        return () => alice.awareness.off('change', check)
      })
    await when('alice sees bob', seesBob)
    await bob.close()
    await when('alice sees that bob left', () => !seesBob())
  })
})

describe('a crash of the server', { timeout: 120_000 }, () => {
  const tokens = (connection: DocumentConnection) => connection.doc.getArray<string>('tokens')

  const savedOrOffline = (connection: DocumentConnection) =>
    until('saved or offline', DEADLINE_MS, (done) => {
      const check = () => (['saved', 'offline'].includes(connection.status.kind) ? done(undefined) : undefined)
      const stop = connection.subscribe(check)
      check()
      return stop
    })

  /** Writes 400 tokens, mostly without waiting for acks, so that a crash at the 251st finds edits in every state. */
  async function writeThroughCrash(connection: DocumentConnection, name: string): Promise<ReadonlySet<string>> {
    const shownSaved = new Set<string>()
    let written: string[] = []
    connection.subscribe(() => {
      if (connection.status.kind !== 'saved') return
      for (const each of written) shownSaved.add(each)
      written = []
    })
    for (let each = 0; each < 400; each += 1) {
      written.push(`${name} ${each}`)
      tokens(connection).push([`${name} ${each}`])
      if (each === 250 && name === 'alice') await server.kill()
      if (each % 50 === 49) await savedOrOffline(connection)
      else await new Promise(setImmediate)
    }
    return shownSaved
  }

  it.each([1, 2, 3])('[DU1] loses nothing that was shown as saved (round %i)', async () => {
    const id = await server.createDocument()
    const people = ['alice', 'bob'].map((name) => ({ name, connection: open(id, name) }))
    await Promise.all(people.map(({ connection }) => connection.whenSynced))
    const shown = await Promise.all(people.map(({ name, connection }) => writeThroughCrash(connection, name)))
    // Nobody is left who could send anything again.
    await Promise.all(people.map(({ connection }) => connection.close()))
    await server.restart()
    const observer = open(id)
    await observer.whenSynced
    const kept = tokens(observer).toArray()
    for (const each of shown) {
      expect(each.size).toBeGreaterThan(0)
      for (const token of each) expect(kept).toContain(token)
    }
    expect(new Set(kept).size).toBe(kept.length)
  })

  it('[DU1] [DU3] loses and doubles nothing at all where the pages stay open', async () => {
    const id = await server.createDocument()
    const people = ['alice', 'bob'].map((name) => ({ name, connection: open(id, name) }))
    await Promise.all(people.map(({ connection }) => connection.whenSynced))
    await Promise.all(people.map(({ name, connection }) => writeThroughCrash(connection, name)))
    expect(people.map(({ connection }) => connection.status)).toMatchObject([{ kind: 'offline' }, { kind: 'offline' }])
    await server.restart()
    for (const { connection } of people) connection.reconnectNow()
    await Promise.all(people.map(({ connection }) => connection.whenSaved()))
    for (const { connection } of people) {
      await seen(connection, 'all tokens', () => tokens(connection).length === 800)
      expect(new Set(tokens(connection).toArray()).size).toBe(800)
    }
  })
})

describe('a restart by the operator', { timeout: 60_000 }, () => {
  it('is announced, and everyone is back by themselves with what they wrote meanwhile', async () => {
    const id = await server.createDocument()
    const people = [open(id, 'alice'), open(id, 'bob')]
    await Promise.all(people.map((each) => each.whenSynced))
    await server.terminate()
    for (const each of people) {
      await seen(each, 'the loss of the connection', () => each.connection.kind === 'waiting')
      write(each, 'x')
      expect(each.status.kind).toBe('offline')
    }
    await server.restart()
    await Promise.all(people.map((each) => each.whenSaved()))
    for (const each of people) await seen(each, 'both', () => text(each).length === 2)
  })
})

describe('[DU3] a tab that crashes while the server is down', { timeout: 60_000 }, () => {
  it('loses nothing that was kept on the device, and the server takes it once', async () => {
    const id = await server.createDocument()
    const device = new Device()
    const openTab = () => {
      const tab = new Tab(device)
      const localCopy = { owner: 'me', factory: tab.factory, locks: tab.locks }
      const connection = openDocument({ serverUrl: server.origin, documentId: id, localCopy })
      opened.push(connection)
      return { tab, connection }
    }
    const first = openTab()
    await first.connection.whenSynced
    for (let each = 0; each < 50; each += 1) first.connection.doc.getArray('tokens').push([each])
    await server.kill()
    for (let each = 50; each < 100; each += 1) first.connection.doc.getArray('tokens').push([each])
    await seen(first.connection, 'everything stored', () => {
      const { status } = first.connection
      return status.kind === 'offline' && status.keptOn === 'device'
    })
    first.tab.crash()
    await server.restart()
    const second = openTab()
    await second.connection.whenSynced
    await second.connection.whenSaved()
    const observer = open(id)
    await observer.whenSynced
    expect(observer.doc.getArray('tokens').toArray()).toEqual(Array.from({ length: 100 }, (_, each) => each))
  })
})

describe('the end', () => {
  it('comes for a document that does not exist', async () => {
    const connection = open(newDocumentId())
    await expect(connection.whenSynced).rejects.toMatchObject({ reason: CLOSE.unknownDocument })
  })
})

describe('an edit the real server refuses', { timeout: 60_000 }, () => {
  it('is parked, and what does not build on it is saved', async () => {
    const id = await server.createDocument()
    const alice = open(id, 'alice')
    await alice.whenSynced
    // No document may hold documents.
    alice.doc.getMap('nested').set('document', new Doc())
    await until('the refusal', DEADLINE_MS, (done) =>
      alice.subscribe(() => (alice.status.kind === 'cannot-save' ? done(undefined) : undefined)),
    )
    expect(alice.parked).toMatchObject([{ reason: 'not-allowed' }])
    write(alice, 'still saved')
    const observer = open(id)
    await seen(observer, 'the text', () => text(observer).toString() === 'still saved')
    alice.discardParked()
    await alice.whenSaved()
  })

  it('because it builds on what a given document already held is healed', async () => {
    const id = await server.createDocument()
    const doc = new Doc()
    doc.getText('text').insert(0, 'brought along')
    const alice = open(id, 'alice', doc)
    write(alice, ', and more')
    await alice.whenSaved()
    const observer = open(id)
    await seen(observer, 'the text', () => text(observer).toString() === 'brought along, and more')
  })
})

it('[DU11] opening, reading, reconnecting and leaving write nothing', { timeout: 60_000 }, async () => {
  const id = await server.createDocument()
  const alice = open(id, 'alice')
  await alice.whenSynced
  write(alice, 'hello')
  text(alice).delete(0, 1)
  await alice.whenSaved()
  const before = await committed()
  expect(before).toBeGreaterThan(0)
  const reader = open(id, 'reader')
  await seen(reader, 'the text', () => text(reader).toString() === 'ello')
  reader.reconnectNow()
  await until('live again', DEADLINE_MS, (done) =>
    reader.subscribe(() => (reader.connection.kind === 'live' ? done(undefined) : undefined)),
  )
  await reader.close()
  const again = open(id, 'again', reader.doc)
  await again.whenSynced
  expect(again.status).toEqual({ kind: 'saved' })
  expect(await committed()).toBe(before)
})

it('what the README says in short is so', { timeout: 60_000 }, async () => {
  const [example, readme] = await Promise.all(
    ['./examples/field-notes.ts', '../README.md'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(example?.replace('../index.ts', '@dure/client'))
  const path = fileURLToPath(new URL('./examples/field-notes.ts', import.meta.url))
  const child = spawn(process.execPath, [path, server.origin, await server.createToken()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  child.stdout.on('data', (data) => said.push(String(data)))
  await until('the end of the example', DEADLINE_MS, (done) => {
    child.once('close', done)
    return () => undefined
  })
  expect(child.exitCode).toBe(0)
  const lines = said.join('').trim().split('\n')
  expect(lines).toContain('saved')
  expect(lines).toContain("[ 'Gardener' ]")
  const observer = open(lines.find((line) => /^\w{22}$/.test(line)) ?? '', '', new Doc(), await server.createToken())
  await seen(observer, 'the title', () => observer.doc.getText('title').toString() === 'Field notes')
})

it('the example of the README does what it says', { timeout: 60_000 }, async () => {
  const [example, readme] = await Promise.all(
    ['./examples/typographer.ts', '../README.md'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(example?.replace('../index.ts', '@dure/client'))
  const id = await server.createDocument()
  const bot = await startExample('typographer.ts', server.origin, id)
  try {
    const alice = open(id, 'alice')
    await alice.whenSynced
    const paragraph = new XmlText()
    alice.doc.getXmlFragment('content').push([paragraph])
    paragraph.insert(0, '(c) Some rights (c) reserved')
    await seen(alice, 'the bot at work', () => paragraph.toString() === '© Some rights © reserved')
  } finally {
    bot.kill('SIGKILL')
  }
})

it('a token opens what nobody else may, without a WebSocket too', { timeout: 60_000 }, async () => {
  const token = await server.createToken()
  const created = await fetch(`${server.origin}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{}',
  })
  const { id }: { id: string } = await created.json()
  const options = { serverUrl: server.origin, documentId: id, token }
  // A line on which no WebSocket can be made.
  const unreachable = new URL(server.origin)
  unreachable.port = '1'
  const posting = openDocument({ ...options, createSocket: (_url, name) => new WebSocket(unreachable, name) })
  const stranger = open(id)
  opened.push(posting)
  await posting.whenSynced
  write(posting, 'by token')
  await posting.whenSaved()
  const reader = open(id, '', new Doc(), token)
  await seen(reader, 'what was posted', () => text(reader).toString() === 'by token')
  await until('the end for whoever has no token', DEADLINE_MS, (done) => {
    const check = () => (stranger.connection.kind === 'ended' ? done(undefined) : undefined)
    check()
    return stranger.subscribe(check)
  })
})
