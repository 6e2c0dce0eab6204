/** Plain text on the clipboard is Markdown: of whole blocks on the way out, and on the way in when it looks like it. */
import {
  type Attributes,
  BLOCK,
  type DocumentNode,
  embedText,
  looksLikeMarkdown,
  newBlockId,
  readMarkdown,
  writeMarkdown,
} from '@dure/document'
import { Fragment, type Mark, type Node, type Schema, Slice } from '@tiptap/pm/model'
import { newBlock } from '../behaviour/block-commands.ts'
import { inlineInserts, runsToNodes } from '../binding/nodes.ts'

/** Whole blocks as Markdown; a stretch within one block as the text it is. */
export function textOfSlice({ content, openStart, openEnd }: Slice): string {
  const { firstChild } = content
  if (!firstChild || firstChild.isInline) return inlineText(content)
  const isWithinBlock = content.childCount === 1 && firstChild.isTextblock && openStart > 0 && openEnd > 0
  return isWithinBlock ? inlineText(firstChild.content) : writeMarkdown(treesOf(content))
}

const inlineText = (content: Fragment): string =>
  inlineInserts(content)
    .map(({ insert }) => (typeof insert === 'string' ? insert : embedText(insert)))
    .join('')

/** Blocks where the text is Markdown; else its lines, under the marks at the caret. */
export function sliceOfText(text: string, isPlain: boolean, schema: Schema, marks: readonly Mark[]): Slice {
  return (isPlain ? undefined : markdownSlice(text, schema)) ?? linesSlice(text, schema, marks)
}

function markdownSlice(text: string, schema: Schema): Slice | undefined {
  if (!looksLikeMarkdown(text)) return undefined
  const nodes = readMarkdown(text).flatMap((tree) => nodeOf(tree, schema) ?? [])
  const content = Fragment.fromArray(nodes)
  const [only] = nodes
  // One paragraph is text under marks, and goes into the block it is pasted in.
  const isText = nodes.length === 1 && only?.isTextblock === true && only.attrs['kind'] === 'paragraph'
  return isText ? new Slice(content, 1, 1) : new Slice(content, 0, 0)
}

function linesSlice(text: string, schema: Schema, marks: readonly Mark[]): Slice {
  const lines = text.split(/(?:\r\n?|\n)+/)
  const blocks = lines.map((line) =>
    newBlock(schema, {}, line === '' ? undefined : Fragment.from(schema.text(line, marks))),
  )
  return new Slice(Fragment.fromArray(blocks), 1, 1)
}

const treesOf = (content: Fragment): DocumentNode[] => {
  const trees: DocumentNode[] = []
  content.forEach((node) => {
    if (!node.isInline) trees.push(treeOf(node))
  })
  return trees
}

function treeOf(node: Node): DocumentNode {
  const shared = { name: node.type.name, id: '', attributes: node.attrs as Attributes }
  if (node.isTextblock) return { ...shared, content: inlineInserts(node.content) }
  return node.isLeaf ? shared : { ...shared, children: treesOf(node.content) }
}

function nodeOf(tree: DocumentNode, schema: Schema): Node | undefined {
  const type = schema.nodes[tree.name]
  if (!type) return undefined
  const attributes = { ...tree.attributes, id: newBlockId() }
  if (tree.name === BLOCK) return type.create(attributes, runsToNodes(tree.content ?? [], schema))
  return type.create(
    attributes,
    (tree.children ?? []).flatMap((child) => nodeOf(child, schema) ?? []),
  )
}
