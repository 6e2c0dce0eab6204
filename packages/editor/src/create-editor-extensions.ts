/** The door for whoever shows an editor: every extension a Dure document needs, bound to one Y.Doc. */
import type { AnyExtension } from '@tiptap/core'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { BlockCommands } from './behaviour/block-commands.ts'
import { BlockInputRules } from './behaviour/block-input-rules.ts'
import { BlockKeys } from './behaviour/block-keys.ts'
import { LargeDocument } from './behaviour/large-document.ts'
import { NoClearing } from './behaviour/no-clearing.ts'
import { Placeholder, type PlaceholderOptions } from './behaviour/placeholder.ts'
import { StructureCommands } from './behaviour/structure-commands.ts'
import { TaskClicks } from './behaviour/task-clicks.ts'
import { Collaboration, type CompositionHold } from './binding/collaboration.ts'
import type { EditorUndo } from './binding/editor-undo.ts'
import { RemoteCarets } from './carets/remote-carets.ts'
import { Clipboard, PastedText } from './clipboard/clipboard.ts'
import { CodeColours, type CodeHighlighter } from './code/code-colours.ts'
import { FindText } from './find/find-text.ts'
import { BlockNode } from './schema/block-node.ts'
import { File, type FileNodeOptions, Image, Video } from './schema/file-nodes.ts'
import { Emoji, HardBreak, InlineMath, Mention } from './schema/inline-nodes.ts'
import { Highlight, Link, styleMarks, TextColor, UnknownMark } from './schema/marks.ts'
import {
  Callout,
  Column,
  Columns,
  Contents,
  Divider,
  DocumentRoot,
  Embed,
  MathBlock,
  TextNode,
  Toggle,
  UnknownBlock,
  UnknownInline,
} from './schema/structure-nodes.ts'
import { Cell, Row, Table } from './schema/table-nodes.ts'
import { TableBehaviour } from './table/table-behaviour.ts'
import { TableHeaders } from './table/table-headers.ts'
import { ToggleFolding, type ToggleFoldingOptions } from './toggle/toggle-folding.ts'

export interface EditorExtensionsOptions {
  /** Synced at least once, or loaded from the local copy: the editor shows what is in it from the first frame. */
  readonly doc: Y.Doc
  /** From `new EditorUndo(doc)`, kept by whoever keeps the doc, so that it outlives the view. */
  readonly undo?: EditorUndo
  readonly hold?: CompositionHold
  /** How many blocks of it the page shows already, drawn by the server: the editor never begins with fewer. */
  readonly drawn?: number
  /** Presence: one's own caret is told in the field `caret`, others' are drawn with their `user.name` and `user.color`. */
  readonly awareness?: Awareness
  readonly placeholder?: PlaceholderOptions
  /** Called when the first code in a language is met. */
  readonly loadHighlighter?: () => Promise<CodeHighlighter>
  readonly folding?: ToggleFoldingOptions
  /** Where a file of the document is, by its id. */
  readonly attachmentUrl?: (id: string) => string
}

/** Nodes and marks alone: for schemas without an editor, such as conversions in the browser. */
export const schemaExtensions: readonly AnyExtension[] = [
  DocumentRoot,
  BlockNode,
  TextNode,
  HardBreak,
  Mention,
  InlineMath,
  Emoji,
  Callout,
  Toggle,
  Columns,
  Column,
  Table,
  Row,
  Cell,
  Divider,
  Contents,
  Image,
  Video,
  File,
  MathBlock,
  Embed,
  UnknownBlock,
  UnknownInline,
  Link,
  ...styleMarks,
  Highlight,
  TextColor,
  UnknownMark,
]

const FILES: ReadonlySet<string> = new Set(['image', 'video', 'file'])

export function createEditorExtensions(options: EditorExtensionsOptions): AnyExtension[] {
  const files: FileNodeOptions = { attachmentUrl: options.attachmentUrl }
  return [
    ...schemaExtensions.map((extension) => (FILES.has(extension.name) ? extension.configure(files) : extension)),
    Collaboration.configure({ doc: options.doc, undo: options.undo, hold: options.hold, drawn: options.drawn }),
    NoClearing,
    BlockCommands,
    StructureCommands,
    BlockKeys,
    BlockInputRules,
    TaskClicks,
    PastedText,
    Clipboard,
    TableBehaviour,
    TableHeaders,
    ToggleFolding.configure(options.folding ?? {}),
    CodeColours.configure({ load: options.loadHighlighter }),
    FindText.configure({ undo: options.undo }),
    LargeDocument.configure({ doc: options.doc }),
    ...(options.awareness ? [RemoteCarets.configure({ awareness: options.awareness })] : []),
    ...(options.placeholder ? [Placeholder.configure(options.placeholder)] : []),
  ]
}
