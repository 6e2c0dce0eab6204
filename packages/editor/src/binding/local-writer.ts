/**
 * Writes what changed in the editor to Yjs: text first, at exact places, then the order of blocks. Runs within one Yjs
 * transaction; the shape is settled in between, so that the second half sees what the first has done.
 */
import {
  BLOCK,
  BLOCK_ATTRIBUTES,
  type DocumentShape,
  type DrawnText,
  isBlockId,
  JOINS,
  LIVE,
  newBlockId,
  newElement,
  nodeSpec,
  type Piece,
  putAttribute,
  removeAttribute,
  writeAttribute,
  writeWords,
} from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import type { Kept } from './kept.ts'
import { Layout } from './layout.ts'
import type { Insert } from './nodes.ts'
import { type Region, type Wanted, wantedNodes, wantedTexts } from './region.ts'
import { changedAttributes, planText, type TextOperation, type TextPlan } from './text-plan.ts'

/** `settle` settles the shape, and lets its caller know what changed. */
export function writeRegion(shape: DocumentShape, region: Region, kept: readonly Kept[], settle: () => void): void {
  new LocalWriter(shape, region, kept).write(settle)
}

class LocalWriter {
  readonly #shape: DocumentShape
  readonly #region: Region
  readonly #plan: TextPlan
  readonly #texts: readonly Wanted[]
  /** The Yjs element whose block each wanted text is, once it has one. */
  readonly #sources = new Map<Wanted, Y.XmlElement>()
  readonly #ids = new Set<string>()

  constructor(shape: DocumentShape, region: Region, kept: readonly Kept[]) {
    this.#shape = shape
    this.#region = region
    this.#texts = [...wantedTexts(region.wanted)]
    this.#plan = planText(shape, region.oldTexts, this.#texts, kept)
  }

  write(settle: () => void): void {
    this.#claimNodes()
    for (const wanted of this.#texts) this.#keepBlock(wanted)
    for (const [text, operations] of this.#plan.operations) this.#operate(text, operations)
    for (const join of this.#plan.joins) this.#join(join.piece, join.head, join.known)
    for (const piece of this.#plan.dead) removeAttribute(piece.source, LIVE)
    if (this.#isPlainEdit()) return
    this.#dropNodes()
    this.#touchAll()
    settle()
    const layout = new Layout(
      this.#shape,
      this.#sources,
      (wanted) => this.#newBlock(wanted),
      (id) => this.#freeId(id),
    )
    layout.arrange(this.#region)
  }

  /** Most transactions: text or looks of one block, and no block comes, goes or moves. */
  #isPlainEdit(): boolean {
    const { old, wanted } = this.#region
    const [only] = old
    const [now] = wanted
    if (old.length !== 1 || wanted.length !== 1 || only?.type !== 'text' || !now?.isText) return false
    const fate = this.#plan.fates.get(now)
    return fate?.kind === 'keep' && fate.head === only.pieces[0] && this.#plan.dead.length === 0
  }

  /** Containers and leaves keep their element by id and name, and get the attributes that changed. */
  #claimNodes(): void {
    const byId = new Map<string, DrawnLeafOrContainer>()
    const collect = (list: Region['old']) => {
      for (const drawn of list) {
        if (drawn.type === 'text') continue
        byId.set(drawn.id, drawn)
        if (drawn.type === 'container') collect(drawn.children)
      }
    }
    collect(this.#region.old)
    for (const wanted of wantedNodes(this.#region.wanted)) {
      const id = String(wanted.node.attrs['id'])
      const drawn = byId.get(id)
      const name = wanted.node.type.name
      if (!drawn || (drawn.name !== name && wanted.node.attrs['name'] !== drawn.name)) continue
      byId.delete(id)
      wanted.existing = drawn
      if (drawn.name === 'cell' || !drawn.element) continue
      const spec = nodeSpec(drawn.name)
      for (const { name: attribute, parse, fallback } of spec?.attributes ?? []) {
        const value = parse(wanted.node.attrs[attribute]) ?? fallback
        const before = drawn.attributes[attribute]
        if (before === value) continue
        if (attribute === spec?.words) {
          writeWords(drawn.element, String(before ?? ''), String(value ?? ''))
          removeAttribute(drawn.element, attribute)
        } else putAttribute(drawn.element, attribute, value)
      }
    }
  }

  /** What is no longer wanted loses its life; what is inside went before (text) or goes along. */
  #dropNodes(): void {
    const kept = new Set([...wantedNodes(this.#region.wanted)].map((wanted) => wanted.existing))
    const drop = (list: Region['old']) => {
      for (const drawn of list) {
        if (drawn.type === 'text') continue
        if (drawn.type === 'container') drop(drawn.children)
        if (!kept.has(drawn) && drawn.element && drawn.name !== 'cell') removeAttribute(drawn.element, LIVE)
      }
    }
    drop(this.#region.old)
  }

  #keepBlock(wanted: Wanted): void {
    const fate = this.#plan.fates.get(wanted)
    if (fate?.kind !== 'keep') return
    const { head } = fate
    this.#sources.set(wanted, head.source)
    this.#ids.add(head.id)
    if (!head.live) writeAttribute(head.source, LIVE, true)
    const holder = this.#shape.holder(head.source)
    if (head.joins !== undefined && holder?.pieces[0] !== head) removeAttribute(head.source, JOINS)
    for (const [name, value] of changedAttributes(head.attributes, wanted.node)) putAttribute(head.source, name, value)
    if (!head.text) head.strand.insert(0, [new Y.XmlText()])
  }

  /** Formats first (they move nothing), then from the back to the front, so that indices stay true. */
  #operate(text: Y.XmlText, operations: readonly TextOperation[]): void {
    for (const operation of operations)
      if (operation.kind === 'format') text.format(operation.at, operation.length, operation.marks)
    const rest = operations
      .map((operation, order) => ({ operation, order }))
      .filter(({ operation }) => operation.kind !== 'format')
      .sort((a, b) => {
        if (a.operation.at !== b.operation.at) return b.operation.at - a.operation.at
        const deletes = Number(b.operation.kind === 'delete') - Number(a.operation.kind === 'delete')
        return deletes === 0 ? b.order - a.order : deletes
      })
    for (const { operation } of rest) {
      if (operation.kind === 'delete') text.delete(operation.at, operation.length)
      else if (operation.kind === 'insert') insertContent(text, operation.at, operation.content)
      else if (operation.kind === 'split') {
        const marker = newElement(
          BLOCK,
          this.#freeId(operation.wanted.node.attrs['id']),
          blockAttributes(operation.wanted.node),
        )
        text.insertEmbed(operation.at, marker, {})
        this.#sources.set(operation.wanted, marker)
      }
    }
  }

  #join(piece: Piece, head: Piece | Wanted, known: readonly string[]): void {
    if (piece.source !== piece.strand && this.#followsWithin(piece, known)) {
      // The boundary itself goes: whatever was typed on either side is simply in one block now.
      removeAttribute(piece.source, LIVE)
      return
    }
    if (piece.joins !== undefined && known.includes(piece.joins)) return
    const source = 'source' in head ? head.source : this.#sources.get(head)
    const id = source?.getAttribute('id')
    if (id !== undefined) writeAttribute(piece.source, JOINS, id)
  }

  /** Whether the piece comes right after one of `known` within its strand, but for pieces that are dead now. */
  #followsWithin(piece: Piece, known: readonly string[]): boolean {
    const items = this.#shape.strandOf(piece.strand)?.items ?? []
    for (let index = items.indexOf(piece) - 1; index >= 0; index -= 1) {
      const item = items[index]
      if (item === undefined || item.type === 'slot') return false
      if (known.includes(item.id)) return true
      if (!this.#plan.dead.includes(item) && (item.live || item.runs.length > 0)) return false
    }
    return false
  }

  #newBlock(wanted: Wanted): Y.XmlElement {
    const element = newElement(BLOCK, this.#freeId(wanted.node.attrs['id']), blockAttributes(wanted.node))
    const text = new Y.XmlText()
    element.insert(0, [text])
    const fate = this.#plan.fates.get(wanted)
    let at = 0
    for (const content of fate?.kind === 'new' ? fate.content : []) {
      insertContent(text, at, content)
      at += typeof content.insert === 'string' ? content.insert.length : 1
    }
    this.#sources.set(wanted, element)
    return element
  }

  /** The id asked for, unless it is taken or none: every id is given once. */
  #freeId(asked: unknown): string {
    const free = isBlockId(asked) && !this.#ids.has(asked) && this.#shape.elementById(asked) === undefined
    const id = free ? asked : newBlockId()
    this.#ids.add(id)
    return id
  }

  /** Events come after the transaction; the shape must know now what was written in it. */
  #touchAll(): void {
    for (const text of this.#plan.operations.keys()) this.#shape.touch(text)
    for (const source of this.#sources.values()) this.#shape.touch(source)
    for (const { piece } of this.#plan.joins) this.#shape.touch(piece.source)
    for (const piece of this.#plan.dead) this.#shape.touch(piece.source)
    const touchNodes = (list: Region['old']) => {
      for (const drawn of list) {
        if (drawn.type !== 'text' && drawn.element) this.#shape.touch(drawn.element)
        if (drawn.type === 'container') touchNodes(drawn.children)
      }
    }
    touchNodes(this.#region.old)
  }
}

type DrawnLeafOrContainer = Exclude<Region['old'][number], DrawnText>

/** What is not the default; and the kind, always, so that it outlives an undo of the block's making. */
function blockAttributes(node: Node): Record<string, string | number | boolean | null> {
  const attributes: Record<string, string | number | boolean | null> = {}
  for (const { name, parse, fallback } of BLOCK_ATTRIBUTES) {
    const value = parse(node.attrs[name]) ?? fallback
    if (name === 'kind' || value !== fallback) attributes[name] = value
  }
  return attributes
}

function insertContent(text: Y.XmlText, at: number, { insert, marks }: Insert): void {
  if (typeof insert === 'string') text.insert(at, insert, { ...marks })
  else text.insertEmbed(at, insert, { ...marks })
}
