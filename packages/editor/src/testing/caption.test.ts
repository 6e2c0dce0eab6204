// @vitest-environment jsdom
/** Captions of pictures and films: written by several at once, like any text. */
import { afterEach, describe, expect, test } from 'vitest'
import { type Person, World, type WorldOptions } from './merge-world.ts'

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

const variants: readonly WorldOptions[] = [false, true].flatMap((swapped) =>
  [false, true].map((offline) => ({ swapped, offline })),
)

function open(caption: string, options?: WorldOptions): World {
  const world = new World((author) => {
    author.caret(1).editor.commands.insertLeaf('image', { src: '/a.png', caption })
  }, options)
  worlds.push(world)
  return world
}

const caption = (person: Person): unknown => person.root.child(0).attrs['caption']
/** As the field under the picture does at each key. */
const write = (person: Person, words: string): boolean =>
  person.editor.commands.setLeafAttributes(0, { caption: words })

describe.each(variants)('[UI19] swapped $swapped, offline $offline', (options) => {
  test('two who write one caption at once both have said what they said', () => {
    const world = open('rice', options)
    const [ann, bob] = [world.person(0), world.person(1)]
    for (const words of ['g rice', 'gr rice', 'green rice']) write(ann, words)
    for (const words of ['rice a', 'rice at', 'rice at dawn']) write(bob, words)
    bob.editor.commands.setLeafAttributes(0, { width: 300 })
    world.sync()
    expect([caption(ann), caption(bob)]).toEqual(['green rice at dawn', 'green rice at dawn'])
    expect(ann.root.child(0).attrs['width']).toBe(300)
    // One's own, in one step; the other's stays.
    ann.undo.undo()
    world.sync()
    expect(caption(bob)).toBe('rice at dawn')
    ann.undo.redo()
    world.sync()
    expect(caption(bob)).toBe('green rice at dawn')
  })

  test('an empty one that two begin, and a picture that moves meanwhile', () => {
    const world = open('', options)
    const [ann, bob] = [world.person(0), world.person(1)]
    write(ann, 'dawn')
    bob.selectNode(0).press('ArrowDown', { altKey: true })
    bob.editor.commands.setLeafAttributes(bob.root.content.size - 1, { caption: 'rice' })
    world.sync()
    const [one, other] = world.people.map((person) => {
      let found: unknown
      person.root.descendants((node) => {
        if (node.type.name === 'image') found = node.attrs['caption']
      })
      return found
    })
    expect(one).toBe(other)
    expect(['dawnrice', 'ricedawn']).toContain(one)
  })
})

test('a copy of a picture has a caption of its own', () => {
  const world = open('rice')
  const [ann, bob] = [world.person(0), world.person(1)]
  ann.selectNode(0).editor.commands.duplicateBlock()
  world.sync()
  write(ann, 'rice, once')
  bob.editor.commands.setLeafAttributes(1, { caption: 'rice, twice' })
  world.sync()
  expect([0, 1].map((index) => bob.root.child(index).attrs['caption'])).toEqual(['rice, once', 'rice, twice'])
})
