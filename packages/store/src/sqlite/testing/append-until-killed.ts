/**
 * A process that writes until it is killed: `node append-until-killed.ts <directory> <document>…`. It says `open` when
 * it has the directory, then a line `<document> <seq> <text>` for each acked update, and snapshots and folds as it goes.
 */
import { writeSync } from 'node:fs'
import { parseDocumentId, toSeq } from '@dure/protocol'
import { FIRST_EPOCH, Pen, textOf } from '../../contract/store-world.ts'
import { openSqliteStore } from '../open-sqlite-store.ts'

const [directory = '', ...names] = process.argv.slice(2)
const ids = names.map(parseDocumentId).filter((id) => id !== undefined)
const say = (line: string) => writeSync(1, `${line}\n`)

const store = await openSqliteStore({ directory })
const pens = ids.flatMap((id) => [new Pen(id), new Pen(id)])
for (const id of ids) {
  if (!(await store.documents.get(id))) await store.documents.create({ id, createdBy: pens[0]?.userId ?? raise() })
}
say('open')

for (let turn = 1; ; turn += 1) {
  const batch = pens.flatMap((pen) => [pen.write(`${pen.sessionId}:${turn}`), pen.write(`${pen.sessionId}:${turn}+`)])
  const outcomes = await store.log.append(batch)
  for (const [index, outcome] of outcomes.entries()) {
    const request = batch[index] ?? raise()
    if (outcome.kind !== 'committed') throw new Error(`a fresh update was ${outcome.kind}`)
    say(`${request.documentId} ${outcome.seq} ${textOf(request.bytes)}`)
  }
  const id = ids[turn % ids.length] ?? raise()
  const head = (await store.log.positions([id])).get(id)?.head ?? raise()
  await store.log.saveSnapshot(id, FIRST_EPOCH, { seq: head, bytes: new Uint8Array(turn % 1_000) })
  await store.log.foldHistory(id, toSeq(Math.max(head - 3, 0)))
}

function raise(): never {
  throw new Error('not reached')
}
