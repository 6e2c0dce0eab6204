/** Puts files into the text: looks at each, says what cannot be taken, and starts bringing the others to the server. */
import { writeLook } from '@dure/document'
import { type AttachmentKind, IMAGE_TYPES, newAttachmentId, VIDEO_TYPES } from '@dure/protocol'
import type { Editor } from '@tiptap/core'
import type { EditorView } from '@tiptap/pm/view'
import type * as Y from 'yjs'
import type { Translator } from '../language/translate.ts'
import { bringFile } from './bring-file.ts'
import type { BroughtFile } from './files-in-html.ts'
import { type PictureSize, pictureSize, reducedPicture, videoSize } from './picture-size.ts'
import { sayBytes } from './say-bytes.ts'
import type { Uploader } from './uploader.ts'

export interface AttachContext {
  readonly editor: Editor
  readonly doc: Y.Doc
  readonly documentId: string
  readonly uploader: Uploader
  readonly translator: Translator
  readonly notify: (title: string, text: string) => void
}

/** The server's own until it has been asked: it says its own when a file is begun. */
const USUAL_MAX_BYTES = 100 * 1024 * 1024
/** Whoever drops a folder's worth means something else. */
const MAX_AT_ONCE = 50
const MAX_NAME = 255
/** The part of a cover's picture that is shown until somebody chooses another one. */
const MIDDLE = 50

/** Asks for files of that kind, and puts them at the caret. */
export async function chooseFiles(context: AttachContext, kind: AttachmentKind): Promise<void> {
  const files = await choose(kind)
  if (files.length > 0) await attachFiles(context, files, kind)
}

/** Asks for a picture, and makes it the document's cover. */
export async function chooseCover(context: AttachContext): Promise<void> {
  const [file] = await choose('image', false)
  const ready = file && (await look(context, file, 'image', await maxBytes(context.documentId)))
  if (!ready || context.editor.isDestroyed) return
  const id = newAttachmentId()
  void context.uploader.add({ id, kind: 'image', name: ready.file.name, file: ready.file })
  writeLook(context.doc, { cover: { attachment: id, shown: MIDDLE } })
}

/** @param kind What they must be; without it each is what its type says. @param at Where on the screen; else at the caret. */
export async function attachFiles(
  context: AttachContext,
  files: readonly File[],
  kind?: AttachmentKind,
  at?: { readonly left: number; readonly top: number },
): Promise<void> {
  const { editor } = context
  let position = at && placeAt(editor.view, at)
  const limit = await maxBytes(context.documentId)
  for (const file of files.slice(0, MAX_AT_ONCE)) {
    const ready = await look(context, file, kind ?? kindOf(file.type), limit)
    if (!ready || editor.isDestroyed) continue
    const id = newAttachmentId()
    void context.uploader.add({ id, kind: ready.kind, name: ready.file.name, file: ready.file })
    const attributes = { attachment: id, ...attributesOf(ready) }
    if (position === undefined) {
      editor.commands.insertLeaf(ready.kind, attributes)
    } else {
      const type = editor.schema.nodes[ready.kind]
      const place = Math.min(position, editor.state.doc.content.size)
      if (type) editor.view.dispatch(editor.state.tr.insert(place, type.create(attributes)))
      position = place + 1
    }
  }
  if (files.length > MAX_AT_ONCE) {
    const { t } = context.translator
    context.notify(t('file.many'), t('file.many-hint', { count: MAX_AT_ONCE }))
  }
}

/** A file for a block that is there already, such as one that was pasted; the block goes when it cannot be taken. */
export async function attachTo(context: AttachContext, { id, address, name }: BroughtFile): Promise<void> {
  const { editor, uploader, translator, notify } = context
  const found = (): { position: number; kind: AttachmentKind } | undefined => findAttachment(editor, id)
  const file = await bringFile(address, name).catch(() => undefined)
  const block = found()
  if (!block) return
  const ready = file && (await look(context, file, block.kind, await maxBytes(context.documentId)))
  if (!file) notify(translator.t('file.not-copied'), translator.t('file.not-copied-hint'))
  const now = found()
  if (!now) return
  if (!ready) {
    editor.view.dispatch(editor.state.tr.delete(now.position, now.position + 1))
    return
  }
  void uploader.add({ id, kind: ready.kind, name: ready.file.name, file: ready.file })
  editor.commands.setLeafAttributes(now.position, attributesOf(ready))
}

export function findAttachment(editor: Editor, id: string): { position: number; kind: AttachmentKind } | undefined {
  let found: { position: number; kind: AttachmentKind } | undefined
  editor.state.doc.descendants((node, position) => {
    if (!found && node.isLeaf && node.attrs['attachment'] === id)
      found = { position, kind: node.type.name === 'image' ? 'image' : node.type.name === 'video' ? 'video' : 'file' }
    return !found && !node.isTextblock
  })
  return found
}

interface ReadyFile {
  readonly kind: AttachmentKind
  readonly file: File
  readonly size: PictureSize | undefined
}

const attributesOf = ({ file, size }: ReadyFile): Record<string, unknown> => ({
  name: file.name.slice(0, MAX_NAME),
  size: file.size,
  ...(size ? { naturalWidth: size.width, naturalHeight: size.height } : {}),
})

const isOneOf = (types: readonly string[], type: string): boolean => types.includes(type)
const kindOf = (type: string): AttachmentKind =>
  isOneOf(IMAGE_TYPES, type) ? 'image' : isOneOf(VIDEO_TYPES, type) ? 'video' : 'file'

async function look(
  { translator, notify }: AttachContext,
  file: File,
  kind: AttachmentKind,
  limit: number,
): Promise<ReadyFile | undefined> {
  const { t } = translator
  const { name } = file
  if (file.size === 0) {
    notify(t('file.empty', { name }), t('file.empty-hint'))
    return undefined
  }
  const isKind = kind === 'file' || kindOf(file.type) === kind
  const size = !isKind || kind === 'file' ? undefined : await (kind === 'image' ? pictureSize(file) : videoSize(file))
  if (!isKind || (kind === 'image' && !size)) {
    notify(t(kind === 'image' ? 'file.no-image' : 'file.no-video', { name }), t('file.no-image-hint'))
    return undefined
  }
  const taken = kind === 'image' && size ? await reducedPicture(file, size) : file
  if (taken.size > limit) {
    notify(t('file.too-large', { name }), t('file.too-large-hint', { limit: sayBytes(limit, translator.language) }))
    return undefined
  }
  const sized = taken !== file && size ? await pictureSize(taken) : size
  return { kind, file: taken, size: sized }
}

const limits = new Map<string, number>()

/** What the server says once is remembered; while it cannot be asked, a file waits anyway. */
async function maxBytes(documentId: string): Promise<number> {
  const known = limits.get(documentId)
  if (known !== undefined) return known
  try {
    const response = await fetch(`/api/documents/${documentId}/attachments`, { signal: AbortSignal.timeout(3000) })
    const said: unknown = response.ok ? Reflect.get(await response.json(), 'maxBytes') : undefined
    if (typeof said !== 'number') return USUAL_MAX_BYTES
    limits.set(documentId, said)
    return said
  } catch {
    return USUAL_MAX_BYTES
  }
}

const ACCEPT: Readonly<Record<AttachmentKind, string>> = {
  image: IMAGE_TYPES.join(),
  video: VIDEO_TYPES.join(),
  file: '',
}

function choose(kind: AttachmentKind, multiple = true): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.multiple = multiple
    input.accept = ACCEPT[kind]
    input.onchange = () => resolve([...(input.files ?? [])])
    input.oncancel = () => resolve([])
    input.click()
  })
}

/** Between the blocks, at the one under the pointer. */
function placeAt(view: EditorView, point: { readonly left: number; readonly top: number }): number | undefined {
  const at = view.posAtCoords(point)
  if (!at) return undefined
  const $at = view.state.doc.resolve(at.pos)
  if ($at.depth === 0) return at.pos
  const block = view.nodeDOM($at.before($at.depth))
  const box = block instanceof Element ? block.getBoundingClientRect() : undefined
  return box && point.top < box.top + box.height / 2 ? $at.before($at.depth) : $at.after($at.depth)
}
