/** How a document presents itself besides its words: an emoji, and a cover. Facts in the root map `meta`, last writer's. */
import type * as Y from 'yjs'
import { META } from '../seed.ts'
import { type CoverPicture, readCoverPicture, writeCoverPicture } from './cover-picture.ts'

/** Colours and gradients of the design system, by name: a document names a look, the page's theme draws it. */
export const COVERS = ['rice', 'field', 'water', 'dawn', 'dusk', 'plum', 'clay', 'stone'] as const
export type Cover = (typeof COVERS)[number]

export interface DocumentLook {
  /** One emoji. */
  readonly icon: string | null
  /** Colours by name; null where there is a picture. */
  readonly cover: Cover | null
  /** A cover of one's own. */
  readonly picture: CoverPicture | null
}

export const PLAIN_LOOK: DocumentLook = { icon: null, cover: null, picture: null }

/** A cover is colours or a picture: both are one fact, so that of two who choose at once one wins whole. */
export interface LookChange {
  readonly icon?: string | null
  readonly cover?: Cover | CoverPicture | null
}

const ICON = 'icon'
const COVER = 'cover'

/** UTF-16 units: the longest emoji there are (families, flags of regions) stay well below. */
const MAX_ICON_LENGTH = 40
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|^[0-9#*]\ufe0f?\u20e3$/u

/** One emoji and nothing else. */
export function isIcon(raw: unknown): raw is string {
  if (typeof raw !== 'string' || raw.length > MAX_ICON_LENGTH || !PICTURE.test(raw)) return false
  const [first, second] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(raw)
  return first !== undefined && second === undefined
}

export const isCover = (raw: unknown): raw is Cover => COVERS.some((cover) => cover === raw)

/** What other people's clients wrote is theirs to get wrong: what is not a look is none. */
export function readLook(doc: Y.Doc): DocumentLook {
  const meta = doc.getMap(META)
  const [icon, cover] = [meta.get(ICON), meta.get(COVER)]
  return { icon: isIcon(icon) ? icon : null, cover: isCover(cover) ? cover : null, picture: readCoverPicture(cover) }
}

/** Writes what differs. Null takes it away. */
export function writeLook(doc: Y.Doc, { icon, cover }: LookChange, origin?: unknown): void {
  const before = readLook(doc)
  const written = (some: Cover | CoverPicture | null): string | null =>
    some === null || typeof some === 'string' ? some : writeCoverPicture(some)
  doc.transact(() => {
    const meta = doc.getMap(META)
    for (const [name, value, now] of [
      [ICON, icon, before.icon],
      [COVER, cover === undefined ? undefined : written(cover), written(before.picture ?? before.cover)],
    ] as const) {
      if (value === undefined || value === now) continue
      if (value === null) meta.delete(name)
      else meta.set(name, value)
    }
  }, origin)
}

/** Calls `listener` when the look may be another one. */
export function observeLook(doc: Y.Doc, listener: () => void): () => void {
  const meta = doc.getMap(META)
  meta.observe(listener)
  return () => meta.unobserve(listener)
}
