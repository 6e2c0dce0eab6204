/**
 * What the toolbar can do to the text, each with its words, its keys and how to tell that it holds. Besides
 * editor-extensions.ts the only file that knows the names of the editor's commands.
 */
import type { Editor } from '@tiptap/core'
import type { PlainKey } from '../language/translate.ts'

export interface TextCommand {
  readonly label: PlainKey
  /** As ProseMirror keymaps write it; empty when there is none. */
  readonly keys: string
  isActive(editor: Editor): boolean
  run(editor: Editor): void
}

const focused = (editor: Editor) => editor.chain().focus()

const heading = (level: 1 | 2 | 3): TextCommand => ({
  label: `toolbar.heading-${level}`,
  keys: `Mod-Alt-${level}`,
  isActive: (editor) => editor.isActive('heading', { level }),
  run: (editor) => void focused(editor).setHeading({ level }).run(),
})

/** What a block can be turned into; exactly one of them holds, `text` when nothing else does. */
export const KINDS = {
  text: {
    label: 'toolbar.text',
    keys: 'Mod-Alt-0',
    isActive: (editor) => editor.isActive('paragraph'),
    run: (editor) => void focused(editor).setParagraph().run(),
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

const mark = (name: 'bold' | 'italic' | 'strike' | 'code', keys: string): TextCommand => ({
  label: `toolbar.${name}`,
  keys,
  isActive: (editor) => editor.isActive(name),
  run: (editor) => void focused(editor).toggleMark(name).run(),
})

export const MARKS = {
  bold: mark('bold', 'Mod-b'),
  italic: mark('italic', 'Mod-i'),
  strike: mark('strike', 'Mod-Shift-s'),
  code: mark('code', 'Mod-e'),
} as const satisfies Record<string, TextCommand>

export const BLOCKS = {
  bullets: {
    label: 'toolbar.bullets',
    keys: 'Mod-Shift-8',
    isActive: (editor) => editor.isActive('bulletList'),
    run: (editor) => void focused(editor).toggleBulletList().run(),
  },
  numbers: {
    label: 'toolbar.numbers',
    keys: 'Mod-Shift-7',
    isActive: (editor) => editor.isActive('orderedList'),
    run: (editor) => void focused(editor).toggleOrderedList().run(),
  },
  quote: {
    label: 'toolbar.quote',
    keys: 'Mod-Shift-b',
    isActive: (editor) => editor.isActive('blockquote'),
    run: (editor) => void focused(editor).toggleBlockquote().run(),
  },
  'code-block': {
    label: 'toolbar.code-block',
    keys: 'Mod-Alt-c',
    isActive: (editor) => editor.isActive('codeBlock'),
    run: (editor) => void focused(editor).toggleCodeBlock().run(),
  },
} as const satisfies Record<string, TextCommand>

/** What is put into the text, beside the blocks that are there. */
export const INSERTS = {
  divider: {
    label: 'slash.divider',
    keys: '',
    isActive: () => false,
    run: (editor) => void focused(editor).setHorizontalRule().run(),
  },
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
