/**
 * What the toolbar can do to the text, each with its words, its keys and how to tell that it holds. Besides
 * editor-extensions.ts the only file that knows the names of the editor's commands.
 */
import type { BlockKind } from '@dure/document'
import type { Editor } from '@tiptap/core'
import type {} from '../attachments/attachment-blocks.ts'
import type { PlainKey } from '../language/translate.ts'

export interface TextCommand {
  readonly label: PlainKey
  /** As ProseMirror keymaps write it; empty when there is none. */
  readonly keys: string
  isActive(editor: Editor): boolean
  run(editor: Editor): void
}

/** Every block of text is one kind of the same node. */
const isKind = (editor: Editor, kind: BlockKind, attributes: { level?: number } = {}): boolean =>
  editor.isActive('block', { kind, ...attributes })

/** Tiptap's own `focus` waits for a frame, and what is typed meanwhile goes to where the focus was. */
export const focused = (editor: Editor) => {
  editor.view.focus()
  return editor.chain()
}

const heading = (level: 1 | 2 | 3): TextCommand => ({
  label: `toolbar.heading-${level}`,
  keys: `Mod-Alt-${level}`,
  isActive: (editor) => isKind(editor, 'heading', { level }),
  run: (editor) => void focused(editor).setBlock('heading', { level }).run(),
})

/** What a block can be turned into; exactly one of them holds, `text` when nothing else does. */
export const KINDS = {
  text: {
    label: 'toolbar.text',
    keys: 'Mod-Alt-0',
    isActive: (editor) => isKind(editor, 'paragraph'),
    run: (editor) => void focused(editor).setBlock('paragraph').run(),
  },
  'heading-1': heading(1),
  'heading-2': heading(2),
  'heading-3': heading(3),
} as const satisfies Record<string, TextCommand>

export type Kind = keyof typeof KINDS

export const kindOf = (editor: Editor): Kind => {
  if (KINDS['heading-1'].isActive(editor)) return 'heading-1'
  if (KINDS['heading-2'].isActive(editor)) return 'heading-2'
  if (KINDS['heading-3'].isActive(editor)) return 'heading-3'
  return 'text'
}

const mark = (name: 'bold' | 'italic' | 'underline' | 'strike' | 'code', keys: string): TextCommand => ({
  label: `toolbar.${name}`,
  keys,
  isActive: (editor) => editor.isActive(name),
  run: (editor) => void focused(editor).toggleMark(name).run(),
})

export const MARKS = {
  bold: mark('bold', 'Mod-b'),
  italic: mark('italic', 'Mod-i'),
  underline: mark('underline', 'Mod-u'),
  strike: mark('strike', 'Mod-Shift-s'),
  code: mark('code', 'Mod-e'),
} as const satisfies Record<string, TextCommand>

export const BLOCKS = {
  bullets: {
    label: 'toolbar.bullets',
    keys: 'Mod-Shift-8',
    isActive: (editor) => isKind(editor, 'bullet'),
    run: (editor) => void focused(editor).toggleBlock('bullet').run(),
  },
  numbers: {
    label: 'toolbar.numbers',
    keys: 'Mod-Shift-7',
    isActive: (editor) => isKind(editor, 'ordered'),
    run: (editor) => void focused(editor).toggleBlock('ordered').run(),
  },
  tasks: {
    label: 'toolbar.tasks',
    keys: 'Mod-Shift-9',
    isActive: (editor) => isKind(editor, 'task'),
    run: (editor) => void focused(editor).toggleBlock('task').run(),
  },
  quote: {
    label: 'toolbar.quote',
    keys: '',
    isActive: (editor) => isKind(editor, 'quote'),
    run: (editor) => void focused(editor).toggleBlock('quote').run(),
  },
  'code-block': {
    label: 'toolbar.code-block',
    keys: '',
    isActive: (editor) => isKind(editor, 'code'),
    run: (editor) => void focused(editor).toggleBlock('code').run(),
  },
} as const satisfies Record<string, TextCommand>

/** What is put into the text, beside the blocks that are there. */
const chosen = (kind: 'image' | 'video' | 'file'): TextCommand => ({
  label: `slash.${kind}`,
  keys: '',
  isActive: () => false,
  run: (editor) => void focused(editor).chooseFiles(kind).run(),
})

export const INSERTS = {
  divider: {
    label: 'slash.divider',
    keys: '',
    isActive: () => false,
    run: (editor) => void focused(editor).insertLeaf('divider').run(),
  },
  image: chosen('image'),
  video: chosen('video'),
  file: chosen('file'),
} as const satisfies Record<string, TextCommand>

export const UNDO: TextCommand = {
  label: 'toolbar.undo',
  keys: 'Mod-z',
  isActive: () => false,
  run: (editor) => void focused(editor).undo().run(),
}

export const REDO: TextCommand = {
  label: 'toolbar.redo',
  keys: 'Mod-Shift-z',
  isActive: () => false,
  run: (editor) => void focused(editor).redo().run(),
}

/** What a block can be turned into by its handle, wherever the caret is. */
export interface TurnInto {
  readonly name: string
  readonly label: PlainKey
  readonly kind: BlockKind
  readonly attributes: { readonly level?: number }
}

const into = (name: string, label: PlainKey, kind: BlockKind, attributes: TurnInto['attributes'] = {}): TurnInto => ({
  name,
  label,
  kind,
  attributes,
})

export const TURN_INTO: readonly TurnInto[] = [
  into('text', 'toolbar.text', 'paragraph'),
  into('heading-1', 'toolbar.heading-1', 'heading', { level: 1 }),
  into('heading-2', 'toolbar.heading-2', 'heading', { level: 2 }),
  into('heading-3', 'toolbar.heading-3', 'heading', { level: 3 }),
  into('bullets', 'toolbar.bullets', 'bullet'),
  into('numbers', 'toolbar.numbers', 'ordered'),
  into('tasks', 'toolbar.tasks', 'task'),
  into('quote', 'toolbar.quote', 'quote'),
  into('code-block', 'toolbar.code-block', 'code'),
]
