// @vitest-environment jsdom
/**
 * The merge matrix: what becomes of two people's edits made apart. Every row runs with both orders of client ids, live
 * and after an hour offline, with either person's edits arriving first; then with undo on each side.
 *
 * `|` separates blocks in the tables below. Where Yjs orders equals by client id, every outcome that may be is listed.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { type Person, World, type WorldOptions } from './merge-world.ts'

type Act = (person: Person) => unknown
type Outcome = string | readonly string[]

interface Row {
  readonly name: string
  readonly start: readonly string[]
  readonly setUp?: Act
  readonly a: Act
  readonly b: Act
  readonly end: Outcome
  /** After A, or B, has undone all of the own edit. */
  readonly undoA: Outcome
  readonly undoB: Outcome
}

const write =
  (blocks: readonly string[]): Act =>
  (person) => {
    person.caret(1)
    for (const [index, text] of blocks.entries()) {
      if (index > 0) person.press('Enter')
      person.type(text)
    }
  }

/** A chain of commands at the block that holds this text. */
const at =
  (text: string, act: (commands: Person['editor']['commands'], person: Person) => unknown): Act =>
  (person) =>
    act(person.before(text).editor.commands, person)

const typeAfter =
  (text: string, typed: string): Act =>
  (person) =>
    person.after(text).type(typed)

const moveDown = (text: string): Act => at(text, (commands) => commands.moveBlocks('down'))

const cutAndPaste =
  (text: string, after: string): Act =>
  (person) => {
    const { view } = person.editor
    const $cut = person.root.resolve(person.find(text))
    const node = $cut.parent
    view.dispatch(view.state.tr.delete($cut.before(), $cut.after()))
    const $paste = person.root.resolve(person.find(after))
    view.dispatch(view.state.tr.insert($paste.after(), node))
  }

const drag =
  (text: string, after: string): Act =>
  (person) => {
    const { tr } = person.editor.state
    const $drag = person.root.resolve(person.find(text))
    const node = $drag.parent
    const target = person.root.resolve(person.find(after)).after()
    tr.delete($drag.before(), $drag.after())
    person.editor.view.dispatch(tr.insert(tr.mapping.map(target), node))
  }

const replaceAll =
  (from: string, to: string): Act =>
  (person) => {
    const { tr } = person.editor.state
    person.root.descendants((node, position) => {
      if (!node.isTextblock) return true
      for (
        let index = node.textContent.lastIndexOf(from);
        index >= 0;
        index = index === 0 ? -1 : node.textContent.lastIndexOf(from, index - 1)
      )
        tr.insertText(to, position + 1 + index, position + 1 + index + from.length)
      return false
    })
    person.editor.view.dispatch(tr)
  }

const deleteBlock = (text: string): Act => at(text, (commands) => commands.deleteBlock())

const rows: readonly Row[] = [
  {
    name: 'A makes it a heading ∥ B types in it',
    start: ['one two'],
    a: at('one', (commands) => commands.setBlock('heading', { level: 2 })),
    b: typeAfter('one', '!'),
    end: 'h2 one! two',
    undoA: 'p one! two',
    undoB: 'h2 one two',
  },
  {
    name: 'both make it a heading',
    start: ['one'],
    a: at('one', (commands) => commands.setBlock('heading', { level: 1 })),
    b: at('one', (commands) => commands.setBlock('heading', { level: 1 })),
    end: 'h1 one',
    undoA: ['p one', 'h1 one'],
    undoB: ['p one', 'h1 one'],
  },
  {
    name: 'A toggles bullet ∥ B types',
    start: ['one'],
    a: at('one', (commands) => commands.toggleBlock('bullet')),
    b: typeAfter('one', '!'),
    end: '- one!',
    undoA: 'p one!',
    undoB: '- one',
  },
  {
    name: 'A indents an item ∥ B bolds in it',
    start: ['one', 'two'],
    setUp: (person) => person.caret(1, person.root.content.size - 1).editor.commands.setBlock('bullet'),
    a: at('two', (commands) => commands.indentBlocks(1)),
    b: (person) => person.select('two').editor.commands.toggleStyle('bold'),
    end: '- one|  - bold{two}',
    undoA: '- one|- bold{two}',
    undoB: '- one|  - two',
  },
  {
    name: 'A outdents ∥ B types and turns it into a task',
    start: ['one', 'two'],
    setUp: (person) => {
      person.caret(1, person.root.content.size - 1).editor.commands.setBlock('bullet')
      person.before('two').editor.commands.indentBlocks(1)
    },
    a: at('two', (commands) => commands.indentBlocks(-1)),
    b: (person) => person.after('two').type('!').editor.commands.setBlock('task'),
    end: '- one|[ ] two!',
    undoA: '- one|  [ ] two!',
    undoB: '- one|- two',
  },
  {
    name: 'A checks a task ∥ B indents it',
    start: ['one', 'two'],
    setUp: (person) => person.caret(1, person.root.content.size - 1).editor.commands.setBlock('task'),
    a: at('two', (commands) => commands.toggleChecked()),
    b: at('two', (commands) => commands.indentBlocks(1)),
    end: '[ ] one|  [x] two',
    undoA: '[ ] one|  [ ] two',
    undoB: '[ ] one|[x] two',
  },
  {
    name: 'both indent',
    start: ['one', 'two'],
    setUp: (person) => person.caret(1, person.root.content.size - 1).editor.commands.setBlock('bullet'),
    a: at('two', (commands) => commands.indentBlocks(1)),
    b: at('two', (commands) => commands.indentBlocks(1)),
    end: '- one|  - two',
    undoA: ['- one|- two', '- one|  - two'],
    undoB: ['- one|- two', '- one|  - two'],
  },
  {
    name: 'both toggle the same list',
    start: ['one'],
    a: at('one', (commands) => commands.toggleBlock('ordered')),
    b: at('one', (commands) => commands.toggleBlock('ordered')),
    end: '1. one',
    undoA: ['p one', '1. one'],
    undoB: ['p one', '1. one'],
  },
  {
    name: 'A splits ∥ B types in the head',
    start: ['head tail'],
    a: (person) => person.after('head').press('Enter'),
    b: typeAfter('he', '!'),
    end: 'p he!ad|p  tail',
    undoA: 'p he!ad tail',
    undoB: 'p head|p  tail',
  },
  {
    name: 'A splits ∥ B types in the tail',
    start: ['head tail'],
    a: (person) => person.after('head').press('Enter'),
    b: typeAfter('ta', '!'),
    end: 'p head|p  ta!il',
    undoA: 'p head ta!il',
    undoB: 'p head|p  tail',
  },
  {
    name: 'A splits ∥ B makes it a heading and types at its end',
    start: ['head tail'],
    a: (person) => person.after('head').press('Enter'),
    b: (person) => person.after('tail').type('!').editor.commands.setBlock('heading', { level: 1 }),
    end: 'h1 head|p  tail!',
    undoA: 'h1 head tail!',
    undoB: 'p head|p  tail',
  },
  {
    name: 'both press Enter at the same place in the middle',
    start: ['head tail'],
    a: (person) => person.after('head').press('Enter'),
    b: (person) => person.after('head').press('Enter'),
    end: 'p head|p|p  tail',
    undoA: 'p head|p  tail',
    undoB: 'p head|p  tail',
  },
  {
    name: 'both press Enter at the end',
    start: ['one', 'two'],
    a: (person) => person.after('one').press('Enter'),
    b: (person) => person.after('one').press('Enter'),
    end: 'p one|p|p|p two',
    undoA: 'p one|p|p two',
    undoB: 'p one|p|p two',
  },
  {
    name: 'A splits in one place ∥ B in another',
    start: ['abcdef'],
    a: (person) => person.after('ab').press('Enter'),
    b: (person) => person.after('abcd').press('Enter'),
    end: 'p ab|p cd|p ef',
    undoA: 'p abcd|p ef',
    undoB: 'p ab|p cdef',
  },
  {
    name: 'A joins two blocks ∥ B types in the second',
    start: ['one', 'two'],
    a: (person) => person.before('two').press('Backspace'),
    b: typeAfter('tw', '!'),
    end: 'p onetw!o',
    undoA: 'p one|p tw!o',
    undoB: 'p onetwo',
  },
  {
    name: 'A joins two blocks ∥ B types in the first',
    start: ['one', 'two'],
    a: (person) => person.before('two').press('Backspace'),
    b: typeAfter('one', '!'),
    end: 'p one!two',
    undoA: 'p one!|p two',
    undoB: 'p onetwo',
  },
  {
    name: 'A joins what was split before ∥ B types in both',
    start: ['onetwo'],
    setUp: (person) => person.after('one').press('Enter'),
    a: (person) => person.before('two').press('Backspace'),
    b: (person) => person.after('one').type('!').after('two').type('?'),
    end: 'p one!two?',
    undoA: 'p one!|p two?',
    undoB: 'p onetwo',
  },
  {
    name: 'both join the same two',
    start: ['one', 'two'],
    a: (person) => person.before('two').press('Backspace'),
    b: (person) => person.before('two').press('Backspace'),
    end: 'p onetwo',
    undoA: ['p one|p two', 'p onetwo'],
    undoB: ['p one|p two', 'p onetwo'],
  },
  {
    name: 'A joins two blocks ∥ B splits the second',
    start: ['one', 'two three'],
    a: (person) => person.before('two').press('Backspace'),
    b: (person) => person.after('two').press('Enter').type('!'),
    end: 'p onetwo|p ! three',
    undoA: 'p one|p two|p ! three',
    undoB: 'p onetwo three',
  },
  {
    name: 'A deletes from the middle of one block to the middle of another ∥ B types in the one between',
    start: ['one', 'two', 'three'],
    a: (person) => {
      person.caret(person.find('one') + 1, person.find('three') + 3)
      person.editor.commands.deleteSelection()
    },
    b: typeAfter('tw', '!'),
    end: 'p o|p !|p ee',
    undoA: 'p one|p tw!o|p three',
    undoB: 'p oee',
  },
  {
    name: 'A moves a block by keys ∥ B types in it',
    start: ['one', 'two', 'three'],
    a: moveDown('one'),
    b: typeAfter('on', '!'),
    end: 'p two|p on!e|p three',
    undoA: 'p on!e|p two|p three',
    undoB: 'p two|p one|p three',
  },
  {
    name: 'A drags a block ∥ B types in it',
    start: ['one', 'two', 'three'],
    a: drag('one', 'three'),
    b: typeAfter('on', '!'),
    end: 'p two|p three|p on!e',
    undoA: 'p on!e|p two|p three',
    undoB: 'p two|p three|p one',
  },
  {
    name: 'A cuts a block and pastes it elsewhere ∥ B types in it',
    start: ['one', 'two', 'three'],
    a: cutAndPaste('one', 'three'),
    b: typeAfter('on', '!'),
    end: ['p two|p three|p on!e', 'p two|p three|p one!', 'p two|p three|p !one'],
    undoA: 'p on!e|p two|p three',
    undoB: 'p two|p three|p one',
  },
  {
    name: 'both move the same block to the same place',
    start: ['one', 'two', 'three'],
    a: moveDown('one'),
    b: moveDown('one'),
    end: 'p two|p one|p three',
    undoA: ['p one|p two|p three', 'p two|p one|p three'],
    undoB: ['p one|p two|p three', 'p two|p one|p three'],
  },
  {
    name: 'both move the same block to different places',
    start: ['one', 'two', 'three'],
    a: moveDown('one'),
    b: drag('one', 'three'),
    end: ['p two|p one|p three', 'p two|p three|p one'],
    undoA: ['p one|p two|p three', 'p two|p three|p one'],
    undoB: ['p one|p two|p three', 'p two|p one|p three'],
  },
  {
    name: 'A moves a block ∥ B splits it',
    start: ['head tail', 'two', 'three'],
    a: drag('head', 'three'),
    b: (person) => person.after('head').press('Enter'),
    end: 'p  tail|p two|p three|p head',
    undoA: 'p head|p  tail|p two|p three',
    undoB: 'p two|p three|p head tail',
  },
  {
    name: 'A replaces all "foo" ∥ B types between two of them',
    start: ['foo and foo'],
    a: replaceAll('foo', 'bar'),
    b: typeAfter('and', '!'),
    end: 'p bar and! bar',
    undoA: 'p foo and! foo',
    undoB: 'p bar and bar',
  },
  {
    name: 'A wraps a sentence in ( ) ∥ B types inside',
    start: ['say it now'],
    a: (person) => {
      const from = person.find('it')
      person.editor.view.dispatch(person.editor.state.tr.insertText(')', from + 2).insertText('(', from))
    },
    b: typeAfter('i', '!'),
    end: 'p say (i!t) now',
    undoA: 'p say i!t now',
    undoB: 'p say (it) now',
  },
  {
    name: 'A makes a sentence bold ∥ B types inside',
    start: ['say it now'],
    a: (person) => person.select('it').editor.commands.toggleStyle('bold'),
    b: typeAfter('i', '!'),
    end: 'p say bold{i!t} now',
    undoA: 'p say i!t now',
    undoB: 'p say bold{it} now',
  },
  {
    name: 'A deletes a paragraph ∥ B types in it: what B typed stays, where the paragraph was',
    start: ['one', 'two', 'three'],
    a: deleteBlock('two'),
    b: typeAfter('tw', 'B!'),
    end: 'p one|p B!|p three',
    undoA: 'p one|p twB!o|p three',
    undoB: 'p one|p three',
  },
  {
    name: 'both delete the same paragraph',
    start: ['one', 'two', 'three'],
    a: deleteBlock('two'),
    b: deleteBlock('two'),
    end: 'p one|p three',
    undoA: ['p one|p two|p three', 'p one|p three'],
    undoB: ['p one|p two|p three', 'p one|p three'],
  },
  {
    name: 'A and B format overlapping ranges: each mark covers what its author chose, the text never changes',
    start: ['abcdef'],
    a: (person) => person.select('abcd').editor.commands.toggleStyle('bold'),
    b: (person) => person.select('cdef').editor.commands.toggleStyle('italic'),
    end: 'p bold{ab}bold+italic{cd}italic{ef}',
    undoA: 'p abitalic{cdef}',
    undoB: 'p bold{abcd}ef',
  },
  {
    name: 'A undoes own insert of a heading ∥ B wrote in it',
    start: ['one'],
    a: () => undefined,
    b: typeAfter('one', '!'),
    end: 'p one!',
    undoA: 'p one!',
    undoB: 'p one',
  },
  {
    name: 'A inserts a block after one ∥ B moves that one away',
    start: ['one', 'two', 'three'],
    a: (person) => person.after('one').press('Enter').type('new'),
    b: drag('one', 'three'),
    end: 'p new|p two|p three|p one',
    undoA: 'p two|p three|p one',
    undoB: 'p one|p new|p two|p three',
  },
  {
    name: 'A wraps two blocks in a callout ∥ B types in one of them',
    start: ['one', 'two', 'three'],
    a: (person) => person.caret(person.find('one'), person.find('two')).editor.commands.wrapBlocks('callout'),
    b: typeAfter('tw', '!'),
    end: '<callout>|  p one|  p tw!o|p three',
    undoA: 'p one|p tw!o|p three',
    undoB: '<callout>|  p one|  p two|p three',
  },
]

const worlds: World[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.destroy()
})

const allowed = (outcome: Outcome): readonly string[] =>
  (typeof outcome === 'string' ? [outcome] : outcome).map((text) => text.replaceAll('|', '\n'))

const variants: readonly (WorldOptions & { readonly reversed: boolean })[] = [false, true].flatMap((swapped) =>
  [false, true].flatMap((offline) => [false, true].map((reversed) => ({ swapped, offline, reversed }))),
)

function play(row: Row, { reversed, ...options }: (typeof variants)[number]): { world: World; a: Person; b: Person } {
  const world = new World((person) => {
    write(row.start)(person)
    row.setUp?.(person)
  }, options)
  worlds.push(world)
  const [a, b] = reversed ? [world.person(1), world.person(0)] : [world.person(0), world.person(1)]
  a.step(row.a)
  b.step(row.b)
  world.sync()
  return { world, a, b }
}

describe.each(rows)('$name', (row) => {
  test.each(variants)('ids swapped $swapped, offline $offline, reversed $reversed', (variant) => {
    const { world } = play(row, variant)
    expect(allowed(row.end)).toContain(world.text)
  })

  test.each(variants)('then undo: ids swapped $swapped, offline $offline, reversed $reversed', (variant) => {
    const first = play(row, variant)
    while (first.a.undo.canUndo) first.a.undo.undo()
    first.world.sync()
    expect(allowed(row.undoA)).toContain(first.world.text)
    const second = play(row, variant)
    while (second.b.undo.canUndo) second.b.undo.undo()
    second.world.sync()
    expect(allowed(row.undoB)).toContain(second.world.text)
    // Done again, it is as it was before the undo.
    while (second.b.undo.canRedo) second.b.undo.redo()
    second.world.sync()
    expect(allowed(row.end)).toContain(second.world.text)
  })
})
