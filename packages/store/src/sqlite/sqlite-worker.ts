/**
 * The thread behind a lane: the writer (one, holds the directory's lock, appends) or a reader. It answers one request
 * after the other and outlives every error: what fails is reported, and a doubtful connection is opened afresh.
 */
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { SqliteAppend } from './append.ts'
import { DirectoryLock } from './directory-lock.ts'
import { packOutcomes, unpackBatch } from './packed-batch.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { failureOf, needsReopening, openFailureOf } from './sqlite-failure.ts'
import type { ReplyEnvelope, ReplyOf, RequestEnvelope, WorkerRequest, WorkerSetup } from './worker-message.ts'

const port = parentPort
if (!port) throw new Error('sqlite-worker.ts runs in a worker thread')
const setup: WorkerSetup = workerData
const path = join(setup.directory, 'dure.sqlite')

let lock: DirectoryLock | undefined
let connection: SqliteConnection | undefined
let append: SqliteAppend | undefined

function opened(create = false): SqliteConnection {
  if (setup.role === 'writer') lock ??= new DirectoryLock(setup.directory)
  connection ??= new SqliteConnection(path, setup.role, create && setup.role === 'writer')
  return connection
}

function closed(): void {
  append = undefined
  const closing = connection
  connection = undefined
  closing?.close()
}

function answer(request: WorkerRequest): ReplyOf[WorkerRequest['kind']] {
  switch (request.kind) {
    case 'open':
      opened(true)
      return undefined
    case 'query':
      return opened().query(request.sql, request.parameters, request.inTransaction)
    case 'begin':
      opened().begin(request.write)
      return undefined
    case 'commit':
      opened().commit()
      return undefined
    case 'rollback':
      connection?.rollback()
      return undefined
    case 'append': {
      append ??= new SqliteAppend(opened().database)
      return packOutcomes(append.run(unpackBatch(request.batch), Date.now()))
    }
    case 'together':
      return opened().together(request.steps)
    case 'close':
      closed()
      lock?.release()
      lock = undefined
      return undefined
  }
}

/** Buffers that were made for this reply alone, so that they move instead of being copied. */
function ownBuffersOf(reply: ReplyOf[WorkerRequest['kind']]): ArrayBuffer[] {
  if (!reply || reply === true) return []
  if ('numbers' in reply) return [reply.numbers.buffer]
  return reply.blobs.bytes.length > 0 ? [reply.blobs.bytes.buffer] : []
}

port.on('message', ({ id, request }: RequestEnvelope) => {
  let envelope: ReplyEnvelope
  let transfer: ArrayBuffer[] = []
  try {
    const reply = answer(request)
    envelope = { id, reply }
    transfer = ownBuffersOf(reply)
    // A page that was damaged on its way may be whole on the disk: the next batch looks there.
    if (append?.metDamage) giveConnectionUp()
  } catch (error) {
    envelope = { id, failure: request.kind === 'open' ? openFailureOf(error, path) : failureOf(error) }
    if (needsReopening(error)) giveConnectionUp()
  }
  port.postMessage(envelope, transfer)
  if (request.kind === 'close') port.close()
})

/** The next request opens a fresh one. */
function giveConnectionUp(): void {
  try {
    closed()
  } catch {
    // It is given up either way: the error that led here has been reported.
  }
}
