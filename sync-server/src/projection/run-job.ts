/** The jobs themselves, wherever they run. They hold nothing between one and the next. */
import { randomInt } from 'node:crypto'
import { MIGRATION_CLIENT_ID, migrateDocument, repairDocument } from '@dure/document'
import { decodeClocks, InvalidUpdate, indexState, packShape, scanUpdate } from '@dure/document/update'
import * as Y from 'yjs'
import { cutUpdate } from './cut-update.ts'
import type { DocumentJobs, Folded, JobName, JobReply, JobRequest, Scanned } from './document-jobs.ts'
import { previewOf } from './document-preview.ts'
import { foldLog } from './fold-log.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-codec.ts'
import { iconOf, titleOf } from './title-of.ts'

type Jobs = { [Name in JobName]: (ask: DocumentJobs[Name]['ask']) => DocumentJobs[Name]['answer'] }

const jobs: Jobs = {
  decode: ({ snapshot }) => decodeSnapshot(snapshot),
  fold: ({ base, rows, withSnapshot, mend }) => {
    const { doc, rejected } = foldLog(base, rows)
    const folded: Folded = {
      title: titleOf(doc),
      icon: iconOf(doc),
      rejected,
      ...(withSnapshot ? { snapshot: snapshotOf(doc) } : {}),
    }
    // Last, because it changes the document, which the log does not hold until the update is committed.
    const mended = migratedBy(doc) ?? (mend ? mendedBy(doc) : undefined)
    return mended ? { ...folded, mended } : folded
  },
  copy: ({ base, rows, title }) => {
    const { doc } = foldLog(base, rows)
    if (title !== undefined) entitle(doc, title)
    return { state: Y.encodeStateAsUpdate(doc), title: titleOf(doc) }
  },
  preview: ({ base, rows }) => {
    const { doc } = foldLog(base, rows)
    const preview = previewOf(doc)
    doc.destroy()
    return preview
  },
  index: ({ state }) => indexState(state),
  scan: ({ update }) => scanned(update),
  cut: ({ update, clocks }) => {
    const cut = cutUpdate(update, clocks)
    return cut === 'impossible' ? null : { bytes: cut.bytes, shape: packShape(cut.shape) }
  },
  deletes: ({ state }) => scanUpdate(state).deletes,
}

/** Under a Yjs client id that is nobody's in it. */
function entitle(doc: Y.Doc, title: string): void {
  doc.clientID = randomInt(1, MIGRATION_CLIENT_ID)
  try {
    const text = doc.getText('title')
    doc.transact(() => {
      text.delete(0, text.length)
      text.insert(0, title)
    })
  } catch {
    // A root of the name, but of another type: a foreign client's. The copy is called as its original then.
  }
}

function scanned(update: Uint8Array): Scanned {
  try {
    return { shape: packShape(scanUpdate(update)) }
  } catch (error) {
    if (error instanceof InvalidUpdate) return { invalid: error.kind, message: error.message }
    throw error
  }
}

function snapshotOf(doc: Y.Doc): Folded['snapshot'] & object {
  const content = { state: Y.encodeStateAsUpdate(doc), clocks: decodeClocks(Y.encodeStateVector(doc)) }
  return { ...content, bytes: encodeSnapshot(content) }
}

/** Without having been asked to mend: until it is migrated, a document of an earlier version shows nothing. */
function migratedBy(doc: Y.Doc): Uint8Array | undefined {
  try {
    return migrateDocument(doc)
  } catch {
    // A root of the name, but of another type: a foreign client's.
    return undefined
  }
}

/** Under a Yjs client id of its own each time: two replicas that mend at once must not write the same clocks. */
function mendedBy(doc: Y.Doc): Uint8Array | undefined {
  doc.clientID = randomInt(1, MIGRATION_CLIENT_ID)
  try {
    return repairDocument(doc)
  } catch {
    // Roots of our names and other types, made by a foreign client: nothing of ours to mend.
    return undefined
  }
}

/** Does one job. Errors become replies: the caller may be on another thread. */
export function runJob<Name extends JobName>(request: JobRequest<Name>): JobReply {
  try {
    return { id: request.id, answer: jobs[request.name](request.ask) }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
}
