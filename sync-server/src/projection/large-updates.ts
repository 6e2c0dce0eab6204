/** The jobs on updates that are too large for the main thread, with their answers as the rest of the server knows them. */
import { InvalidUpdate, type UpdateShape, unpackShape } from '@dure/document/update'
import type { DocumentJobs, JobName } from './document-jobs.ts'
import type { DocumentWork } from './document-work.ts'

type Ask = <Name extends JobName>(name: Name, ask: DocumentJobs[Name]['ask']) => Promise<DocumentJobs[Name]['answer']>

export function largeUpdates(ask: Ask): Pick<DocumentWork, 'scan' | 'cut'> {
  return {
    async scan(update): Promise<UpdateShape | InvalidUpdate> {
      const scanned = await ask('scan', { update })
      if ('shape' in scanned) return unpackShape(scanned.shape)
      return new InvalidUpdate(scanned.invalid, scanned.message)
    },
    async cut(update, clocks) {
      const cut = await ask('cut', { update, clocks })
      return cut ? { bytes: cut.bytes, shape: unpackShape(cut.shape) } : 'impossible'
    },
  }
}
