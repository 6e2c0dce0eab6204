/**
 * A picture as a document's cover, as it stands in the document: `picture:<attachment>:<shown>`. It names a file of the
 * same document and nothing else, so that what somebody writes here cannot make a page ask another site for anything.
 */

export interface CoverPicture {
  /** A file of the document (22 letters and digits). */
  readonly attachment: string
  /** Which part is shown where not all of it fits, in whole percent: 0 is its upper or left edge, 100 the other one. */
  readonly shown: number
}

const WRITTEN = /^picture:([0-9A-Za-z]{22}):(100|[1-9]?[0-9])$/

/** Null for whatever is no such picture. */
export function readCoverPicture(raw: unknown): CoverPicture | null {
  const [, attachment, shown] = (typeof raw === 'string' && WRITTEN.exec(raw)) || []
  return attachment === undefined ? null : { attachment, shown: Number(shown) }
}

export const writeCoverPicture = ({ attachment, shown }: CoverPicture): string =>
  `picture:${attachment}:${Math.round(Math.min(100, Math.max(0, shown)))}`
