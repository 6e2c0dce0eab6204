/** What happens to the embedded store when its process is killed, started twice, or runs out of disk. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { type DocumentId, newDocumentId, toSeq } from '@dure/protocol'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { committed, newDocument, Pen, readAll, textOf, textsOf } from '../contract/store-world.ts'
import type { SqlStore } from '../sql-store.ts'
import { StoreRefused, StoreUnavailable } from '../store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

let root = ''
let directory = ''
const children = new Set<ChildProcess>()

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'dure-sqlite-'))
  directory = join(root, 'data')
})
afterEach(async () => {
  for (const child of children) await kill(child)
  await rm(root, { recursive: true })
})

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** A process that writes to these documents until it is killed; see the script. */
function startWriter(ids: readonly DocumentId[]) {
  const script = join(import.meta.dirname, 'testing/append-until-killed.ts')
  const child = spawn(process.execPath, [script, directory, ...ids], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  const lines: string[] = []
  const errors: string[] = []
  let notice = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    notice()
  })
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))
  const ended = once(child, 'close').then(() => notice())
  return {
    child,
    lines,
    errors,
    ended,
    /** Resolves when it has said so many lines, or has ended. */
    said: (count: number) =>
      new Promise<void>((resolve) => {
        notice = () => {
          if (lines.length >= count || child.exitCode !== null) resolve()
        }
        notice()
      }),
  }
}

/** Every row of the document, seen both ways a reader can come. */
async function wholeLog(store: SqlStore, id: DocumentId): Promise<ReadonlyMap<number, string>> {
  const rows = await readAll(store, id)
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
  expect(rows).toHaveLength((await store.log.load(id))?.head ?? -1)
  return new Map(rows.map((row) => [row.seq, textOf(row.bytes)]))
}

describe('a killed process', () => {
  test('[DU1] [DU2] leaves every acked update behind it, without a gap, whenever it is killed', async () => {
    const ids = [newDocumentId(), newDocumentId(), newDocumentId()]
    const acked: string[] = []
    for (const moment of [1, 37, 200, 555]) {
      const writer = startWriter(ids)
      await writer.said(moment)
      await kill(writer.child)
      await writer.ended
      expect(writer.lines.length, writer.errors.join('\n')).toBeGreaterThanOrEqual(moment)
      // The last line may have been cut off in the middle of its text: without its end it was not said.
      acked.push(...writer.lines.filter((line) => /^\S+ \d+ \S+:\d+\+?$/.test(line)))
      const store = await openSqliteStore({ directory })
      for (const id of ids) {
        const texts = await wholeLog(store, id)
        for (const line of acked.filter((each) => each.startsWith(id))) {
          const [, seq, text] = line.split(' ')
          expect(texts.get(Number(seq))).toBe(text)
        }
        expect(new Set(texts.values()).size).toBe(texts.size)
      }
      await store.close()
    }
    expect(acked.length).toBeGreaterThan(500)
  }, 60_000)
})

describe('the data directory', () => {
  test('is made with mode 0700', async () => {
    await (await openSqliteStore({ directory: join(directory, 'deep') })).close()
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect((await stat(join(directory, 'deep'))).mode & 0o777).toBe(0o700)
  })

  test('belongs to one process: of two that start at once one is refused, and told who has it', async () => {
    const ids = [newDocumentId()]
    const writers = [startWriter(ids), startWriter(ids)]
    const [winner, loser] = await Promise.race(
      [
        writers[0]?.ended.then(() => [writers[1], writers[0]]),
        writers[1]?.ended.then(() => [writers[0], writers[1]]),
      ].filter((each) => each !== undefined),
    )
    if (!winner || !loser) throw new Error('one of two has ended')
    expect(loser.lines).toEqual([])
    expect(loser.errors.join('\n')).toContain(`StoreRefused: The data directory ${directory} is in use`)
    await winner.said(1)
    expect(winner.lines[0]).toBe('open')
    const third = openSqliteStore({ directory })
    await expect(third).rejects.toThrow(StoreRefused)
    await expect(third).rejects.toThrow(`${directory} is in use by another Dure process (pid ${winner.child.pid})`)
    await kill(winner.child)
    await (await openSqliteStore({ directory })).close()
  }, 30_000)

  test('belongs to one store even within a process', async () => {
    const store = await openSqliteStore({ directory })
    await expect(openSqliteStore({ directory })).rejects.toThrow(StoreRefused)
    await expect(store.check()).resolves.toBeUndefined()
    await store.close()
  })

  test.each([
    ['is a file', async () => writeFile(directory, 'x')],
    [
      'holds a file in place of the database',
      async () => {
        await mkdir(directory)
        await writeFile(
          join(directory, 'dure.sqlite'),
          'no database at all, and long enough to be looked at'.repeat(100),
        )
      },
    ],
    [
      'holds a folder in place of the lock',
      async () => {
        await mkdir(join(directory, 'dure.lock'), { recursive: true })
      },
    ],
  ])('that %s is refused, by its name', async (_, prepare) => {
    await prepare()
    const opening = openSqliteStore({ directory })
    await expect(opening).rejects.toThrow(StoreRefused)
    await expect(opening).rejects.toThrow(directory)
  })
})

describe('a full disk', () => {
  test('[DU1] makes appends unavailable, loses nothing that was acked, and heals when there is room', async () => {
    const store = await openSqliteStore({ directory })
    const pen = new Pen(await newDocument(store))
    await store.log.append(pen.writeMany(3))
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(store.database)
    const limit = (pages.rows[0]?.page_count ?? 0) + 8
    await sql`pragma max_page_count = ${sql.lit(limit)}`.execute(store.database)
    const acked: number[] = [1, 2, 3]
    let refused: unknown
    while (refused === undefined) {
      const request = pen.write('x'.repeat(3_000))
      await store.log.append([request]).then(
        () => acked.push(request.clientSeq),
        (error: unknown) => {
          refused = error
        },
      )
    }
    expect(refused).toBeInstanceOf(StoreUnavailable)
    expect(String(refused)).toContain('the disk is full')
    const full = pen.write('x'.repeat(3_000), { clientSeq: pen.written })
    await expect(store.log.append([full])).rejects.toThrow(StoreUnavailable)
    await expect(
      store.log.saveSnapshot(pen.documentId, full.epoch, { seq: toSeq(3), bytes: new Uint8Array(100_000) }),
    ).rejects.toThrow(StoreUnavailable)
    // Reading goes on.
    expect((await store.log.load(pen.documentId))?.rows.map((row) => row.clientSeq)).toEqual(acked)
    await sql`pragma max_page_count = 1000000`.execute(store.database)
    expect(await store.log.append([full])).toEqual([committed(acked.length + 1)])
    await store.close()
    const again = await openSqliteStore({ directory })
    expect((await again.log.load(pen.documentId))?.rows).toHaveLength(acked.length + 1)
    await again.close()
  })
})

describe('the writer', () => {
  test('never appends inside the open transaction of someone else', async () => {
    const store = await openSqliteStore({ directory })
    const pen = new Pen(await newDocument(store))
    const order: string[] = []
    const undone = store.database.transaction().execute(async (transaction) => {
      await transaction.updateTable('document').set({ title: 'undone' }).execute()
      const appending = store.log.append([pen.write('a')]).then((outcomes) => {
        order.push('append')
        return outcomes
      })
      // Readers see neither of them, and wait for neither.
      expect(await store.documents.get(pen.documentId)).toMatchObject({ title: '' })
      expect((await store.log.load(pen.documentId))?.head).toBe(0)
      order.push('rollback')
      throw Object.assign(new Error('roll back'), { appending })
    })
    const error = await undone.catch((failure: unknown) => failure)
    expect(error).toMatchObject({ message: 'roll back' })
    // Waits behind the append.
    await store.documents.setTitle(pen.documentId, 'kept', toSeq(1))
    expect(order).toEqual(['rollback', 'append'])
    expect(textsOf((await store.log.load(pen.documentId))?.rows ?? [])).toEqual([[1, 'a']])
    expect(await store.documents.get(pen.documentId)).toMatchObject({ title: 'kept' })
    await store.close()
  })

  test('waits for a tool that holds the file, in its own thread: the main thread and the readers go on', async () => {
    const store = await openSqliteStore({ directory })
    const pen = new Pen(await newDocument(store))
    const tool = new DatabaseSync(join(directory, 'dure.sqlite'))
    tool.exec('begin immediate')
    let answered = false
    const appending = store.log.append([pen.write('a')]).then((outcomes) => {
      answered = true
      return outcomes
    })
    expect((await store.log.load(pen.documentId))?.head).toBe(0)
    expect(answered).toBe(false)
    tool.exec('rollback')
    expect(await appending).toEqual([committed(1)])
    tool.close()
    await store.close()
  })
})

describe('the settings durability rests on', () => {
  test('[DU1] a commit waits for the disk', async () => {
    const store = await openSqliteStore({ directory })
    const settings = async (name: string) => (await sql.raw(`pragma ${name}`).execute(store.database)).rows
    expect(await settings('journal_mode')).toEqual([{ journal_mode: 'wal' }])
    // 2 is FULL.
    expect(await settings('synchronous')).toEqual([{ synchronous: 2 }])
    expect(await settings('foreign_keys')).toEqual([{ foreign_keys: 1 }])
    // In pages of 4 kB, as many as a crash leaves to be read.
    expect(await settings('wal_autocheckpoint')).toEqual([{ wal_autocheckpoint: 4096 }])
    await store.close()
  })
})
