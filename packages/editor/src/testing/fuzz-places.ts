/** Where random people act. */
import type { SeededRandom } from '@dure/testkit'
import type { Node } from '@tiptap/pm/model'
import type { Person } from './merge-world.ts'

/** Every typed character is unlike any other, so that each can be traced. */
export type Tokens = () => string

export interface TextBlock {
  readonly node: Node
  readonly start: number
}

export function textBlocksOf(person: Person): readonly TextBlock[] {
  const blocks: TextBlock[] = []
  person.root.descendants((node, position) => {
    if (node.isTextblock) blocks.push({ node, start: position + 1 })
    return !node.isTextblock
  })
  return blocks
}

export function randomCaret(person: Person, random: SeededRandom): number | undefined {
  const blocks = textBlocksOf(person)
  if (blocks.length === 0) return undefined
  const { node, start } = random.pick(blocks)
  return start + random.int(0, node.content.size)
}

export type Action = (person: Person, random: SeededRandom, token: Tokens) => string

export const atCaret =
  (act: (person: Person, random: SeededRandom, token: Tokens) => string): Action =>
  (person, random, token) => {
    const position = randomCaret(person, random)
    if (position === undefined) return 'nothing'
    person.caret(position)
    return `at ${position} ${act(person, random, token)}`
  }
