/** The Dure editor: Tiptap extensions and the binding to Yjs. Browser. */

export {
  type BlockRange,
  blockStart,
  blockWithChildren,
  CONTAINERS,
  type ContainerName,
  colourRange,
  containRange,
  deleteRange,
  duplicateRange,
  findBlock,
  insertUnder,
  moveRange,
  moveRangeBy,
  rangeToTake,
  turnRange,
} from './behaviour/block-ranges.ts'
export type { PlaceholderOptions } from './behaviour/placeholder.ts'
export { type PlacedBlock, selectedBlocks } from './behaviour/selected-blocks.ts'
export { containerAround, MAX_COLUMNS, type PlacedNode } from './behaviour/structure-commands.ts'
export { Binding, REMOTE } from './binding/binding.ts'
export { Collaboration, type CompositionHold } from './binding/collaboration.ts'
export { type CaretBookmark, EditorUndo } from './binding/editor-undo.ts'
export { type RemoteCaret, remoteCarets } from './carets/caret-states.ts'
export type { CodeHighlighter, Token } from './code/code-colours.ts'
export { codeText } from './code/code-text.ts'
export { createEditorExtensions, type EditorExtensionsOptions, schemaExtensions } from './create-editor-extensions.ts'
export { type FindState, FindText, findState } from './find/find-text.ts'
export { type FindQuery, MAX_MATCHES } from './find/matches.ts'
export { type FoldStore, isFolded } from './toggle/toggle-folding.ts'
