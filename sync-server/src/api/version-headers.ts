/** Versions as HTTP says them: `ETag: "7"`, and `If-Match: "7"` for who wants to change only what they saw. */
import type { ExpectedVersions } from '../changed-meanwhile.ts'

export const etagOf = (version: number): string => `"${version}"`

/** A weak tag, or one that is none of ours, matches no version: better refused than written over. */
export function expectedVersions(ifMatch: string | undefined): ExpectedVersions {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined
  const versions = ifMatch
    .split(',')
    .map((tag) => /^"(\d{1,15})"$/.exec(tag.trim())?.[1])
    .flatMap((digits) => (digits === undefined ? [] : [Number(digits)]))
  return versions.length > 0 ? versions : [NO_VERSION]
}

/** Versions count from 1. */
const NO_VERSION = 0
