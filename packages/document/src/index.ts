/** What a document is made of: schema, Yjs shape, projections, seed, migrations. No DOM, no editor. */
export type { CoverPicture } from './look/cover-picture.ts'
export {
  COVERS,
  type Cover,
  type DocumentLook,
  isCover,
  isIcon,
  type LookChange,
  observeLook,
  PLAIN_LOOK,
  readLook,
  writeLook,
} from './look/document-look.ts'
export { looksLikeMarkdown, readMarkdown } from './markdown/read-markdown.ts'
export { writeMarkdown } from './markdown/write-markdown.ts'
export { MIGRATION_CLIENT_ID, mayNeedMigration, migrateDocument, schemaVersionOf } from './migrate/migrate-document.ts'
export type { Migration } from './migrate/migration.ts'
export {
  blocksOf,
  type DocumentNode,
  type InlineNode,
  readDocument,
  readUpdates,
} from './project/document-tree.ts'
export { MAX_PAGE_HTML, type PageHtml, pageHtml } from './project/page-html.ts'
export {
  blockText,
  documentTitle,
  MAX_TITLE_LENGTH,
  type OutlineEntry,
  outline,
  plainText,
  wordCount,
} from './project/plain-text.ts'
export { type AttachmentUrl, escapeHtml, staticHtml } from './project/static-html.ts'
export { repairDocument } from './repair/repair-document.ts'
export {
  type AttributeSpec,
  type Attributes,
  type AttributeValue,
  readAttributes,
  safeUrl,
} from './schema/attribute.ts'
export { isBlockId, newBlockId } from './schema/block-id.ts'
export {
  BLOCK_ATTRIBUTES,
  BLOCK_KINDS,
  type BlockKind,
  CALLOUT_TONES,
  isBlockKind,
  isListKind,
  MAX_CAPTION_LENGTH,
  MAX_HEADING_LEVEL,
  MAX_INDENT,
  NODES,
  type NodeSpec,
  nodeSpec,
} from './schema/blocks.ts'
export { calloutIcon } from './schema/callout-icon.ts'
export {
  COLORS,
  type EmbedValue,
  embedAttributes,
  embedText,
  INLINE_LEAVES,
  MARKS,
  markAttributes,
} from './schema/inline.ts'
export { SCHEMA_VERSION } from './schema-version.ts'
export { FIRST_BLOCK_ID, META, SERVER_CLIENT_ID, type SeedContent, seedDocument } from './seed.ts'
export { DocumentShape, type ShapeChange } from './shape/document-shape.ts'
export {
  type Drawn,
  type DrawnContainer,
  type DrawnLeaf,
  type DrawnText,
  drawnLength,
  textBlocks,
} from './shape/drawn.ts'
export {
  BLOCK,
  COLUMN,
  CONTENT,
  contentOf,
  elementId,
  ID,
  isLive,
  JOINS,
  LIVE,
  newElement,
  newSlot,
  putAttribute,
  readAttribute,
  readName,
  removeAttribute,
  SLOT,
  SLOT_ELEMENT,
  writeAttribute,
  type YParent,
} from './shape/element.ts'
export { type Replacement, replacementBetween } from './shape/replacement.ts'
export { type EmbeddedSlot, type Piece, type Run, readStrand, type Strand, strandText } from './shape/strand.ts'
export { newWords, wordsIn, writeWords } from './shape/words.ts'
