// @vitest-environment jsdom
import { describe, expect, test } from 'vitest'
import { World } from '../testing/merge-world.ts'
import { findState } from './find-text.ts'
import type { FindQuery } from './matches.ts'

const query = (text: string, over: Partial<FindQuery> = {}): FindQuery => ({
  text,
  regex: false,
  matchCase: false,
  ...over,
})

/** A person alone with this text, a block a line, the caret at its start. */
function writer(text: string, people = 1) {
  const world = new World(() => undefined, { people })
  const person = world.person(0)
  person.caret(1)
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) person.press('Enter')
    person.type(line)
  }
  world.sync()
  person.caret(1)
  const found = (): string[] => findState(person.editor.state).matches.map(({ groups }) => groups[0] ?? '')
  return { world, person, found }
}

describe('finding', () => {
  test('finds in every block, whatever the case unless asked', () => {
    const { world, person, found } = writer('One stone\nphone\nONE')
    person.editor.commands.find(query('one'))
    expect(found()).toEqual(['One', 'one', 'one', 'ONE'])
    person.editor.commands.find(query('one', { matchCase: true }))
    expect(found()).toEqual(['one', 'one'])
    world.destroy()
  })

  test('takes signs for signs, unless it is an expression', () => {
    const { world, person, found } = writer('a.b axb (1+1)')
    person.editor.commands.find(query('a.b'))
    expect(found()).toEqual(['a.b'])
    person.editor.commands.find(query('a.b', { regex: true }))
    expect(found()).toEqual(['a.b', 'axb'])
    person.editor.commands.find(query('(1+1)'))
    expect(found()).toEqual(['(1+1)'])
    world.destroy()
  })

  test('finds Hangul that stands in pieces', () => {
    const { world, person, found } = writer(`${'한글'.normalize('NFD')} 한글`)
    person.editor.commands.find(query('한글'))
    expect(found()).toHaveLength(2)
    world.destroy()
  })

  test('says of a broken expression that it is none, and finds nothing empty', () => {
    const { world, person, found } = writer('aaa')
    person.editor.commands.find(query('(', { regex: true }))
    expect(findState(person.editor.state)).toMatchObject({ valid: false, matches: [], current: -1 })
    person.editor.commands.find(query('b*', { regex: true }))
    expect(found()).toEqual([])
    person.editor.commands.find(query(''))
    expect(findState(person.editor.state).valid).toBe(true)
    world.destroy()
  })

  test('steps around both ends and selects what it is at', () => {
    const { world, person } = writer('a b a')
    person.editor.commands.find(query('a'))
    const at = (): unknown => [findState(person.editor.state).current, person.editor.state.selection.from]
    expect(at()).toEqual([0, 1])
    person.editor.commands.findNext(1)
    expect(at()).toEqual([1, 5])
    person.editor.commands.findNext(1)
    expect(at()).toEqual([0, 1])
    person.editor.commands.findNext(-1)
    expect(at()).toEqual([1, 5])
    world.destroy()
  })

  test('follows what is written meanwhile, by others too, and stays where it is', () => {
    const { world, person, found } = writer('one two one', 2)
    person.editor.commands.find(query('one'))
    person.editor.commands.findNext(1)
    const other = world.person(1)
    other.caret(1).type('one ')
    world.sync()
    expect(found()).toEqual(['one', 'one', 'one'])
    expect(findState(person.editor.state).current).toBe(2)
    person.editor.commands.find(undefined)
    expect(found()).toEqual([])
    world.destroy()
  })
})

describe('replacing', () => {
  test('replaces one and goes on, and all the rest as one step to undo', () => {
    const { world, person } = writer('cat cat\ncat')
    person.editor.commands.find(query('cat'))
    person.editor.commands.replaceFound('dog')
    expect(world.text).toBe('p dog cat\np cat')
    person.editor.commands.replaceAllFound('cow')
    expect(world.text).toBe('p dog cow\np cow')
    world.expectConverged()
    person.undo.undo()
    expect(world.text).toBe('p dog cat\np cat')
    person.undo.undo()
    expect(world.text).toBe('p cat cat\np cat')
    world.destroy()
  })

  test('by nothing takes it away; a replacement that holds the text again is not found for ever', () => {
    const { world, person } = writer('a-a-a')
    person.editor.commands.find(query('a'))
    person.editor.commands.replaceAllFound('aa')
    expect(world.text).toBe('p aa-aa-aa')
    person.editor.commands.replaceAllFound('')
    expect(world.text).toBe('p --')
    world.destroy()
  })

  test('puts in what an expression found', () => {
    const { world, person } = writer('2026-11-21')
    person.editor.commands.find(query('(\\d+)-(\\d+)-(\\d+)', { regex: true }))
    person.editor.commands.replaceAllFound('$3.$2.$1 $$ $& $9')
    expect(world.text).toBe('p 21.11.2026 $ 2026-11-21 $9')
    world.destroy()
  })

  test('keeps what the text looked like', () => {
    const { world, person } = writer('plain bold')
    person.select('bold').editor.commands.toggleStyle('bold')
    person.editor.commands.find(query('bold'))
    person.editor.commands.replaceAllFound('strong')
    const [, strong] = person.root.firstChild?.children ?? []
    expect(strong?.marks.map((mark) => mark.type.name)).toEqual(['bold'])
    world.destroy()
  })
})
