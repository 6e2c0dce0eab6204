/**
 * What a document is made of, without a DOM.
 *
 * Every text block is one flat `block`; what it looks like is its `kind`. Containers nest only where nesting is the
 * meaning. A table is rows and columns side by side; a cell is named by both, so every table is rectangular by nature.
 */
import { type AttributeSpec, attachmentId, flag, oneOf, optionalWhole, text, url, whole } from './attribute.ts'
import { COLORS } from './inline.ts'

export const BLOCK_KINDS = ['paragraph', 'heading', 'bullet', 'ordered', 'task', 'quote', 'code'] as const
export type BlockKind = (typeof BLOCK_KINDS)[number]

export const MAX_HEADING_LEVEL = 6
export const MAX_INDENT = 8

export const isBlockKind = (raw: unknown): raw is BlockKind => BLOCK_KINDS.some((kind) => kind === raw)

/** Kinds that are items of a list. */
export const isListKind = (kind: unknown): boolean => kind === 'bullet' || kind === 'ordered' || kind === 'task'

export const BLOCK_ATTRIBUTES: readonly AttributeSpec[] = [
  oneOf('kind', BLOCK_KINDS, 'paragraph'),
  whole('level', 1, MAX_HEADING_LEVEL, 1),
  whole('indent', 0, MAX_INDENT, 0),
  flag('checked'),
  oneOf('align', ['center', 'right', 'justify'], null),
  text('language', 40, null),
]

export const CALLOUT_TONES = ['info', 'success', 'important', 'warning', 'danger'] as const

export interface NodeSpec {
  readonly role: 'leaf' | 'container' | 'part'
  readonly attributes: readonly AttributeSpec[]
  /** The attribute that people write together, as they write a text: it is one, within the element (shape/words.ts). */
  readonly words?: string
}

/** A file of the document's own by its id, or one elsewhere by its address; of which only name and size stand here. */
const FILE: readonly AttributeSpec[] = [
  url('src'),
  attachmentId('attachment'),
  text('name', 255),
  optionalWhole('size', 0, 2 ** 50),
]
const CAPTION = 'caption'
/** In UTF-16 units. */
export const MAX_CAPTION_LENGTH = 1000

/** How it is shown: as wide as `width` says, or as it is; in the middle unless `align` says otherwise. */
const PICTURE: readonly AttributeSpec[] = [
  optionalWhole('width', 16, 8000),
  optionalWhole('naturalWidth', 1, 100_000),
  optionalWhole('naturalHeight', 1, 100_000),
  oneOf('align', ['left', 'right'], null),
  text(CAPTION, MAX_CAPTION_LENGTH),
]

/** Everything that is not a text block. `part` stands only inside its own container. */
export const NODES: Readonly<Record<string, NodeSpec>> = {
  callout: { role: 'container', attributes: [oneOf('tone', CALLOUT_TONES, 'info'), text('icon', 32, null)] },
  toggle: { role: 'container', attributes: [] },
  columns: { role: 'container', attributes: [] },
  column: { role: 'part', attributes: [optionalWhole('width', 1, 100)] },
  table: { role: 'container', attributes: [flag('headerRow'), flag('headerColumn')] },
  row: { role: 'part', attributes: [] },
  col: { role: 'part', attributes: [optionalWhole('width', 20, 4000)] },
  cell: { role: 'part', attributes: [oneOf('color', COLORS, null)] },
  divider: { role: 'leaf', attributes: [] },
  /** The headings of the document, wherever it stands. */
  contents: { role: 'leaf', attributes: [] },
  image: { role: 'leaf', attributes: [...FILE, text('alt', 1000), ...PICTURE], words: CAPTION },
  video: { role: 'leaf', attributes: [...FILE, ...PICTURE], words: CAPTION },
  file: { role: 'leaf', attributes: FILE },
  math: { role: 'leaf', attributes: [text('source', 20_000)] },
  embed: { role: 'leaf', attributes: [url('src')] },
}

/** A node by its name, safe against names such as `constructor`. */
export const nodeSpec = (name: string): NodeSpec | undefined => (Object.hasOwn(NODES, name) ? NODES[name] : undefined)
