/** The jobs themselves, wherever they run. They hold nothing between one and the next. */
import { decodeClocks, scanUpdate } from '@dure/document/update'
import * as Y from 'yjs'
import type { DocumentJobs, Folded, JobName, JobReply, JobRequest } from './document-jobs.ts'
import { foldLog } from './fold-log.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-codec.ts'
import { titleOf } from './title-of.ts'

type Jobs = { [Name in JobName]: (ask: DocumentJobs[Name]['ask']) => DocumentJobs[Name]['answer'] }

const jobs: Jobs = {
  decode: ({ snapshot }) => {
    const state = Y.convertUpdateFormatV2ToV1(decodeSnapshot(snapshot))
    return { state, clocks: decodeClocks(Y.encodeStateVectorFromUpdate(state)) }
  },
  fold: ({ base, rows, withSnapshot }) => {
    const { doc, rejected } = foldLog(base, rows)
    const folded: Folded = { title: titleOf(doc), rejected }
    if (!withSnapshot) return folded
    return {
      ...folded,
      snapshot: {
        bytes: encodeSnapshot(Y.encodeStateAsUpdateV2(doc)),
        state: Y.encodeStateAsUpdate(doc),
        clocks: decodeClocks(Y.encodeStateVector(doc)),
      },
    }
  },
  diff: ({ state, clocks }) => Y.diffUpdate(state, encodeVector(clocks)),
  deletes: ({ state }) => scanUpdate(state).deletes,
}

const encodeVector = (clocks: ReadonlyMap<number, number>): Uint8Array => Y.encodeStateVector(new Map(clocks))

/** Does one job. Errors become replies: the caller may be on another thread. */
export function runJob<Name extends JobName>(request: JobRequest<Name>): JobReply {
  try {
    return { id: request.id, answer: jobs[request.name](request.ask) }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) }
  }
}
