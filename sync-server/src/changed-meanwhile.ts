/** `If-Match`, for those who change something: only if it is still as they saw it. */

import type { UserId } from '@dure/protocol'

/** The versions that whoever asks has seen; undefined when any will do. */
export type ExpectedVersions = readonly number[] | undefined

/** Who changes something, for the record, and what they saw of it. */
export interface Changer {
  readonly id: UserId
  readonly address: string
  readonly expected: ExpectedVersions
}

/** Thrown within the transaction of a change, so that nothing of it stays. */
export class ChangedMeanwhile extends Error {
  override name = 'ChangedMeanwhile'
}
