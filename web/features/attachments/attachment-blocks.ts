/**
 * Pictures, videos and files in the editor: their views, and the ways in which files come: chosen, pasted, dropped, or
 * inside of HTML. What sends them is loaded when there is something to send.
 */
import type { DocumentConnection } from '@dure/client'
import { readLook, writeLook } from '@dure/document'
import { type AttachmentKind, newAttachmentId } from '@dure/protocol'
import { type Editor, Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Translator } from '../language/translate.ts'
import type { AttachContext } from './attach-files.ts'
import { AttachmentShell } from './attachment-shell.ts'
import { type BroughtFile, filesInHtml, hasFiles } from './files-in-html.ts'
import { UPLOADS_DATABASE, UploadBoard } from './upload-board.ts'

interface AttachmentStorage {
  attach: Attach | undefined
  documentId: string | undefined
}

declare module '@tiptap/core' {
  interface Storage {
    attachmentBlocks: AttachmentStorage
  }
  interface Commands<ReturnType> {
    attachments: {
      /** Asks for files of that kind, and puts them at the caret. */
      chooseFiles: (kind: AttachmentKind) => ReturnType
    }
  }
}

export interface AttachmentOptions {
  readonly documentId: string
  readonly connection: DocumentConnection
  /** Whose uploads on this device are gone on with. */
  readonly owner: string
  readonly translator: Translator
  /** Tells what could not be taken. */
  readonly notify: (title: string, text: string) => void
}

export const AttachmentBlocks = Extension.create<{ attachments: AttachmentOptions | undefined }, AttachmentStorage>({
  name: 'attachmentBlocks',
  // Before the clipboard of text.
  priority: 1100,
  addOptions: () => ({ attachments: undefined }),
  addStorage: () => ({ attach: undefined, documentId: undefined }),
  addCommands() {
    return {
      chooseFiles: (kind) => () => {
        this.storage.attach?.choose(kind)
        return true
      },
    }
  },
  // With the editor: the views of plugins come and go with other plugins.
  onCreate() {
    if (this.editor.isEditable) this.storage.attach?.start()
  },
  onDestroy() {
    this.storage.attach?.close()
  },
  addProseMirrorPlugins() {
    const { attachments } = this.options
    if (!attachments) return []
    const { editor } = this
    const attach = new Attach(editor, attachments)
    this.storage.attach = attach
    this.storage.documentId = attachments.documentId
    const { documentId, connection, translator } = attachments
    const deps = { documentId, editor, board: attach.board, awareness: connection.awareness, translator }
    const view = (
      node: ConstructorParameters<typeof AttachmentShell>[0],
      at: EditorView,
      getPos: () => number | undefined,
    ) => new AttachmentShell(node, at, getPos, deps)
    return [
      new Plugin({
        props: {
          nodeViews: { image: view, video: view, file: view },
          handlePaste: (at, event) => {
            const files = [...(event.clipboardData?.files ?? [])]
            // Office programs bring a picture of the text along with it.
            if (!at.editable || files.length === 0 || hasWords(event.clipboardData)) return false
            attach.files(files)
            return true
          },
          handleDrop: (at, event, _slice, moved) => {
            const files = [...(event.dataTransfer?.files ?? [])]
            if (!at.editable || moved || files.length === 0) return false
            event.preventDefault()
            attach.files(files, { left: event.clientX, top: event.clientY })
            return true
          },
          transformPastedHTML: (html) => {
            if (!hasFiles(html)) return html
            const { html: rest, brought } = filesInHtml(html, documentId, location.origin, newAttachmentId)
            // Once they are in the text.
            setTimeout(() => {
              for (const file of brought) attach.to(file)
            })
            return rest
          },
        },
      }),
    ]
  },
})

/** What is loaded to bring files in, and what asked for it. */
class Attach {
  readonly board = new UploadBoard()
  readonly #editor: Editor
  readonly #options: AttachmentOptions
  #context: Promise<AttachContext> | undefined
  #closed = false

  constructor(editor: Editor, options: AttachmentOptions) {
    this.#editor = editor
    this.#options = options
  }

  /** Goes on with what an earlier page left; once the page has had time to show itself. */
  start(): void {
    const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500))
    idle(() => {
      // What cannot be loaded now is loaded when somebody brings a file.
      void this.#resume().catch(() => undefined)
    })
  }

  async #resume(): Promise<void> {
    if ((await hasKeptUploads()) && !this.#closed) await this.#loaded()
  }

  /** A choice of files opens within seconds of what asked for it, or not at all: its code is there by then. */
  choose(kind: AttachmentKind): void {
    void this.#with(async (context) => (await import('./attach-files.ts')).chooseFiles(context, kind))
  }

  /** @param at Where on the screen; without it at the caret. */
  files(files: readonly File[], at?: { readonly left: number; readonly top: number }): void {
    void this.#with(async (context) => (await import('./attach-files.ts')).attachFiles(context, files, undefined, at))
  }

  /** Asks for a picture, and makes it the document's cover. */
  cover(): void {
    void this.#with(async (context) => (await import('./attach-files.ts')).chooseCover(context))
  }

  to(file: BroughtFile): void {
    void this.#with(async (context) => (await import('./attach-files.ts')).attachTo(context, file))
  }

  close(): void {
    this.#closed = true
    void this.#context?.then(({ uploader }) => uploader.close())
  }

  async #with(work: (context: AttachContext) => Promise<void>): Promise<void> {
    const { translator, notify } = this.#options
    try {
      await work(await this.#loaded())
    } catch {
      // Its code could not be loaded: without a network, from a server that has a newer one.
      if (!this.#closed) notify(translator.t('file.failed.unknown'), translator.t('trouble.error.text'))
    }
  }

  #loaded(): Promise<AttachContext> {
    this.#context ??= this.#load().catch((error: unknown) => {
      this.#context = undefined
      throw error
    })
    return this.#context
  }

  async #load(): Promise<AttachContext> {
    const { documentId, owner, connection, translator, notify } = this.#options
    const editor = this.#editor
    const { doc } = connection
    const [{ Uploader }, { findAttachment }] = await Promise.all([import('./uploader.ts'), import('./attach-files.ts')])
    const { board } = this
    const uploader = new Uploader({
      documentId,
      owner,
      board,
      awareness: connection.awareness,
      onCancelled: (id) => {
        const block = findAttachment(editor, id)
        if (block) editor.view.dispatch(editor.state.tr.delete(block.position, block.position + 1))
        if (readLook(doc).picture?.attachment === id) writeLook(doc, { cover: null })
      },
    })
    if (this.#closed) uploader.close()
    else void uploader.resume()
    return { editor, doc, documentId, uploader, translator, notify }
  }
}

/** Without loading what reads them: most people never left any. */
async function hasKeptUploads(): Promise<boolean> {
  const databases = await globalThis.indexedDB?.databases?.()
  // A browser that cannot tell has them looked for.
  return databases === undefined ? 'indexedDB' in globalThis : databases.some(({ name }) => name === UPLOADS_DATABASE)
}

/** Whether what is pasted says something besides its pictures. */
function hasWords(data: DataTransfer | null): boolean {
  const html = data?.getData('text/html') ?? ''
  if (html === '') return (data?.getData('text/plain') ?? '').trim() !== ''
  return (new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '').trim() !== ''
}
