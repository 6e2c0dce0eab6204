/** Drawn nodes and runs as ProseMirror nodes, and ProseMirror inline content as Yjs inserts. Names are the same on both sides. */
import { BLOCK, type Drawn, type EmbedValue, embedAttributes, markAttributes, type Run } from '@dure/document'
import { type Fragment, Mark, type Node, type Schema } from '@tiptap/pm/model'

export const UNKNOWN_BLOCK = 'unknownBlock'
export const UNKNOWN_INLINE = 'unknownInline'
export const UNKNOWN_MARK = 'unknownMark'

export type Marks = Readonly<Record<string, unknown>>

/** One stretch of inline content as Yjs takes it. */
export interface Insert {
  readonly insert: string | EmbedValue
  readonly marks: Marks
}

export function drawnToNode(drawn: Drawn, schema: Schema): Node {
  const { id, attributes } = drawn
  if (drawn.type === 'text')
    return nodeType(schema, BLOCK).create({ ...attributes, id }, runsToNodes(drawn.runs, schema))
  if (drawn.type === 'leaf') {
    const known = schema.nodes[drawn.name]
    if (known?.isLeaf) return known.create({ ...attributes, id })
    return nodeType(schema, UNKNOWN_BLOCK).create({ id, name: drawn.name })
  }
  const children = drawn.children.map((child) => drawnToNode(child, schema))
  const known = schema.nodes[drawn.name]
  if (!known) return nodeType(schema, UNKNOWN_BLOCK).create({ id, name: drawn.name })
  return known.create(drawnAttributes(drawn), children)
}

/** The attributes of a drawn node as the editor's node has them. */
export function drawnAttributes(drawn: Drawn): Record<string, unknown> {
  const { id, attributes } = drawn
  if (drawn.type === 'container' && drawn.name === 'cell') {
    const width = attributes['width']
    return {
      id,
      column: attributes['column'],
      colwidth: typeof width === 'number' ? [width] : null,
      color: attributes['color'] ?? null,
    }
  }
  return { ...attributes, id }
}

export function runsToNodes(runs: readonly Pick<Run, 'insert' | 'marks'>[], schema: Schema): Node[] {
  return runs.map(({ insert, marks }) => {
    const set = toMarks(marks, schema)
    if (typeof insert === 'string') return schema.text(insert, set)
    const attributes = embedAttributes(insert)
    const known = attributes && schema.nodes[insert.type]
    if (known) return known.create(attributes, null, set)
    return nodeType(schema, UNKNOWN_INLINE).create({ embed: insert }, null, set)
  })
}

function toMarks(marks: Marks, schema: Schema): readonly Mark[] {
  const set: Mark[] = []
  for (const [name, value] of Object.entries(marks)) {
    if (value === null || value === undefined) continue
    const attributes = markAttributes(name, value)
    const known = attributes && schema.marks[name]
    if (known) set.push(known.create(attributes))
    else {
      const unknown = schema.marks[UNKNOWN_MARK]
      if (unknown) set.push(unknown.create({ name, value }))
    }
  }
  return set.length === 0 ? Mark.none : Mark.setFrom(set)
}

export function marksToYjs(marks: readonly Mark[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const mark of marks) {
    if (mark.type.name === UNKNOWN_MARK) attributes[String(mark.attrs['name'])] = mark.attrs['value']
    else attributes[mark.type.name] = Object.keys(mark.attrs).length > 0 ? { ...mark.attrs } : true
  }
  return attributes
}

/** What to write so that text under `before` comes under `after`; undefined when nothing. */
export function marksChange(before: readonly Mark[], after: readonly Mark[]): Record<string, unknown> | undefined {
  if (Mark.sameSet(before, after)) return undefined
  const old = marksToYjs(before)
  const now = marksToYjs(after)
  const change: Record<string, unknown> = {}
  for (const name of Object.keys(old)) if (!(name in now)) change[name] = null
  for (const mark of after) {
    const name = mark.type.name === UNKNOWN_MARK ? String(mark.attrs['name']) : mark.type.name
    if (!mark.isInSet(before)) change[name] = now[name]
  }
  return Object.keys(change).length > 0 ? change : undefined
}

export function inlineInserts(content: Fragment): Insert[] {
  const inserts: Insert[] = []
  content.forEach((node) => {
    inserts.push({ insert: inlineValue(node), marks: marksToYjs(node.marks) })
  })
  return inserts
}

function inlineValue(node: Node): string | EmbedValue {
  if (node.isText) return node.text ?? ''
  if (node.type.name === UNKNOWN_INLINE) return node.attrs['embed'] as EmbedValue
  return { type: node.type.name, ...node.attrs }
}

function nodeType(schema: Schema, name: string) {
  const type = schema.nodes[name]
  if (!type) throw new Error(`the editor's schema lacks the node ${name}`)
  return type
}
