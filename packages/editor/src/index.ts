/** The Dure editor: Tiptap extensions and the binding to Yjs. Browser. */

export type { PlaceholderOptions } from './behaviour/placeholder.ts'
export { type PlacedBlock, selectedBlocks } from './behaviour/selected-blocks.ts'
export { Binding } from './binding/binding.ts'
export { Collaboration, type CompositionHold } from './binding/collaboration.ts'
export { type CaretBookmark, EditorUndo } from './binding/editor-undo.ts'
export { createEditorExtensions, type EditorExtensionsOptions, schemaExtensions } from './create-editor-extensions.ts'
export { type FindState, FindText, findState } from './find/find-text.ts'
export { type FindQuery, MAX_MATCHES } from './find/matches.ts'
