/**
 * The composition matrix: one person composes with an input method while another changes the text around it. What was
 * composed ends up whole, once, and where it was written; nobody else ever sees it half done; undo takes it back alone.
 */
import { test } from '../world/fixtures.ts'
import { WORDS } from '../world/input-method.ts'
import { bothShow, Writer } from '../world/writer.ts'

type People = readonly [Writer, Writer]

interface Row {
  readonly what: string
  /** By Bob, in the line "<language> world", where Alice composes before "world". */
  readonly remote: (bob: Writer, line: string) => Promise<void>
  /** What the line has become when Alice has composed `word` in it; several where Yjs may choose. */
  readonly end: (language: string, word: string) => readonly (readonly string[])[]
}

const after = (language: string): number => language.length + 1

const rows: readonly Row[] = [
  {
    what: 'types in another line',
    remote: async (bob) => {
      await bob.caret('top', 3)
      await bob.type('!')
    },
    end: (language, word) => [['top!', `${language} ${word}world`, 'end']],
  },
  {
    what: 'types right there',
    remote: async (bob, language) => {
      await bob.caret(language, after(language))
      await bob.type('XY')
    },
    end: (language, word) => [
      ['top', `${language} XY${word}world`, 'end'],
      ['top', `${language} ${word}XYworld`, 'end'],
    ],
  },
  {
    what: 'types before it in the line',
    remote: async (bob, language) => {
      await bob.caret(language)
      await bob.type('XY')
    },
    end: (language, word) => [['top', `XY${language} ${word}world`, 'end']],
  },
  {
    what: 'deletes what is before it',
    remote: async (bob, language) => {
      await bob.caret(language, 0, after(language))
      await bob.press('Backspace')
    },
    end: (_language, word) => [['top', `${word}world`, 'end']],
  },
  {
    what: 'deletes the rest of the line',
    remote: async (bob, language) => {
      await bob.caret(language, after(language), `${language} world`.length)
      await bob.press('Delete')
    },
    end: (language, word) => [['top', `${language} ${word}`, 'end']],
  },
  {
    what: 'splits the line before it',
    remote: async (bob, language) => {
      await bob.caret(language, language.length)
      await bob.press('Enter')
    },
    end: (language, word) => [['top', language, ` ${word}world`, 'end']],
  },
  {
    what: 'splits the line right there',
    remote: async (bob, language) => {
      await bob.caret(language, after(language))
      await bob.press('Enter')
    },
    end: (language, word) => [
      ['top', `${language} ${word}`, 'world', 'end'],
      ['top', `${language} `, `${word}world`, 'end'],
    ],
  },
  {
    what: 'joins the line to the one before',
    remote: async (bob, language) => {
      await bob.caret(language)
      await bob.press('Backspace')
    },
    end: (language, word) => [[`top${language} ${word}world`, 'end']],
  },
  {
    what: 'joins the next line to it',
    remote: async (bob) => {
      await bob.caret('end')
      await bob.press('Backspace')
    },
    end: (language, word) => [['top', `${language} ${word}worldend`]],
  },
  {
    what: 'makes it a heading',
    remote: async (bob, language) => {
      await bob.caret(language)
      await bob.press('ControlOrMeta+Alt+1')
    },
    end: (language, word) => [['top', `heading ${language} ${word}world`, 'end']],
  },
  {
    what: 'makes it a list item and indents the next',
    remote: async (bob, language) => {
      await bob.caret(language)
      await bob.press('ControlOrMeta+Shift+8')
      await bob.caret('end')
      await bob.press('ControlOrMeta+Shift+8', 'Tab')
    },
    end: (language, word) => [['top', `bullet ${language} ${word}world`, 'bullet +1 end']],
  },
  {
    what: 'makes the line bold',
    remote: async (bob, language) => {
      await bob.caret(language, 0, `${language} world`.length)
      await bob.press('ControlOrMeta+b')
    },
    end: (language, word) => [['top', `${language} ${word}world`, 'end']],
  },
  {
    what: 'moves the line away',
    remote: async (bob, language) => {
      await bob.caret(language)
      await bob.press('Alt+ArrowDown')
    },
    end: (language, word) => [['top', 'end', `${language} ${word}world`]],
  },
  {
    what: 'deletes the whole line',
    remote: async (bob, language) => {
      await bob.caret(language, 0, `${language} world`.length)
      await bob.press('Backspace', 'Backspace')
    },
    end: (_language, word) => [
      ['top', word, 'end'],
      [`top${word}`, 'end'],
    ],
  },
]

async function twoWriters(
  person: (name: string) => Promise<Parameters<typeof Writer.open>[0]>,
  origin: string,
  documentId: string,
): Promise<People> {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  return Promise.all([Writer.open(alice, origin, documentId), Writer.open(bob, origin, documentId)])
}

/** A text for both to begin with. */
async function begin(people: People, html: string, lines: readonly string[]): Promise<void> {
  const [alice] = people
  await alice.paste(html)
  await bothShow(people, [lines])
  await alice.person.saved()
}

for (const { language, stages, result, halfDone } of WORDS)
  for (const { what, remote, end } of rows)
    test(`[UI9] ${language}: someone ${what} beside a composition`, async ({ server, documentId, pair }) => {
      const [one, other] = pair
      const people = await Promise.all([
        Writer.open(one, server.origin, documentId),
        Writer.open(other, server.origin, documentId),
      ])
      const [alice, bob] = people
      await begin(people, `<p>top</p><p>${language} world</p><p>end</p>`, ['top', `${language} world`, 'end'])
      await alice.caret(language, after(language))
      alice.listen()
      const [first = '', ...more] = stages
      await alice.inputMethod.compose(first)
      await remote(bob, language)
      await bob.person.saved()
      await alice.heardAnEdit()
      await alice.inputMethod.compose(...more)
      await alice.inputMethod.commit(result)
      await bothShow(people, end(language, result))
      test.expect((await bob.everSeen()).replaceAll(result, '')).not.toMatch(halfDone)
      await alice.press('ControlOrMeta+z')
      const without = end(language, '').map((lines) => lines.filter((line) => line !== ''))
      await bothShow(people, [...without, ...end(language, '')])
    })

const [korean, japanese] = WORDS

test('the syllable that Enter ends stands once, and Enter makes one line', async ({ server, documentId, person }) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>top</p>', ['top'])
  await alice.caret('top', 3)
  await alice.inputMethod.compose('ㅎ', '하', '한')
  await alice.inputMethod.commit('한', 'Enter')
  await alice.press('Enter')
  await alice.inputMethod.compose('ㄱ', '그', '글')
  await alice.inputMethod.commit('글', 'Enter')
  await alice.press('Enter')
  await bothShow(people, [['top한', '글', '']])
  await bob.caret('글')
  await alice.press('ControlOrMeta+z')
  await bothShow(people, [['top한', '글']])
})

test('the Enter that accepts a conversion makes no line, and neither do arrows move blocks', async ({
  server,
  documentId,
  person,
}) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice] = people
  await begin(people, '<ul><li>top</li></ul>', ['bullet top'])
  await alice.caret('top', 3)
  await alice.inputMethod.compose(...(japanese?.stages ?? []))
  await alice.inputMethod.commit('漢字', 'Enter')
  await bothShow(people, [['bullet top漢字']])
  await alice.inputMethod.compose('か')
  await alice.inputMethod.commit('蚊', 'Tab')
  await bothShow(people, [['bullet top漢字蚊']])
})

test('an arrow ends a composition and moves on from it', async ({ server, documentId, person }) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice] = people
  await begin(people, '<p>top</p>', ['top'])
  await alice.caret('top', 1)
  await alice.inputMethod.compose('ㅎ', '하')
  await alice.inputMethod.commit('하', 'ArrowRight')
  await alice.press('ArrowRight')
  await alice.type('!')
  await bothShow(people, [['t하o!p']])
})

test('a composition that is taken back key by key leaves nothing, and nobody saw it', async ({
  server,
  documentId,
  person,
}) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>top</p>', ['top'])
  await alice.caret('top', 3)
  alice.listen()
  await alice.inputMethod.compose('ㅎ', '하')
  await bob.caret('top', 0)
  await bob.type('X')
  await alice.heardAnEdit()
  await alice.inputMethod.compose('ㅎ', '')
  await alice.press('Backspace')
  await bothShow(people, [['Xto']])
  test.expect(await bob.everSeen()).not.toMatch(/[ㄱ-ㆎ가-힣]/)
})

test('leaving the text ends a composition, and what was composed stays once', async ({
  server,
  documentId,
  person,
}) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>top</p>', ['top'])
  await alice.caret('top', 3)
  alice.listen()
  await alice.inputMethod.compose('ㅎ', '하', '한')
  await bob.caret('top')
  await bob.type('X')
  await alice.heardAnEdit()
  await alice.person.title.click()
  await bothShow(people, [['Xtop한']])
})

test('the caret of another, moved to and fro beside it, leaves a composition alone', async ({
  server,
  documentId,
  person,
}) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>hello world</p>', ['hello world'])
  await alice.caret('hello', 6)
  for (const stage of ['ㅎ', '하', '한']) {
    await bob.caret('hello', 5)
    await bob.caret('hello', 6)
    await alice.inputMethod.compose(stage)
  }
  await alice.inputMethod.commit('한')
  await bothShow(people, [['hello 한world']])
})

test('two who compose in one place both keep their word', async ({ server, documentId, person }) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>ab</p>', ['ab'])
  await alice.caret('ab', 1)
  await bob.caret('ab', 1)
  await alice.inputMethod.compose('ㅎ', '하')
  await bob.inputMethod.compose('n', 'ni')
  await alice.inputMethod.compose('한')
  await alice.inputMethod.commit('한')
  await bob.inputMethod.compose('ni hao')
  await bob.inputMethod.commit('你好')
  await bothShow(people, [['a한你好b'], ['a你好한b']])
})

for (const [where, html, before, end] of [
  [
    'an item of a list',
    '<ul><li>one</li><li>two</li></ul>',
    ['bullet one', 'bullet two'],
    ['bullet Xone', 'bullet t한wo'],
  ],
  ['code', '<pre><code>two</code></pre>', ['code two'], ['code Xt한wo']],
  [
    'a cell of a table',
    '<table><tr><td><p>one</p></td><td><p>two</p></td></tr></table>',
    ['one', 'two'],
    ['Xone', 't한wo'],
  ],
  ['a quote', '<blockquote><p>two</p></blockquote>', ['quote two'], ['quote Xt한wo']],
] as const)
  test(`composing in ${where} while someone types in the same`, async ({ server, documentId, person }) => {
    const people = await twoWriters(person, server.origin, documentId)
    const [alice, bob] = people
    await begin(people, html, before)
    await alice.caret('two', 1)
    alice.listen()
    await alice.inputMethod.compose('ㅎ', '하')
    await bob.caret(before.length > 1 ? 'one' : 'two')
    await bob.type('X')
    await alice.heardAnEdit()
    await alice.inputMethod.compose('한')
    await alice.inputMethod.commit('한')
    await bothShow(people, [end])
    test.expect((await bob.everSeen()).replaceAll('한', '')).not.toMatch(/[ㄱ-ㆎ가-힣]/)
  })

test('composing in the title while someone writes before it', async ({ server, documentId, person }) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await alice.person.title.fill('plan')
  await test.expect(bob.person.title).toHaveValue('plan')
  alice.listen()
  await alice.person.title.click()
  await alice.press('End')
  await alice.inputMethod.compose('ㅎ', '하')
  await bob.person.title.click()
  await bob.press('Home')
  await bob.type('X')
  await alice.heardAnEdit()
  await alice.inputMethod.compose('한')
  await alice.inputMethod.commit('한', 'Enter')
  await test.expect(bob.person.title).toHaveValue('Xplan한')
  await test.expect(alice.person.title).toHaveValue('Xplan한')
})

test('the slash menu filters by what is composed, and leaves its Enter to the input method', async ({
  server,
  documentId,
  person,
}) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>top</p><p>end</p>', ['top', 'end'])
  await alice.caret('end', 3)
  await alice.press('Enter')
  await alice.type('/')
  await test.expect(alice.page.getByRole('listbox')).toBeVisible()
  alice.listen()
  await alice.inputMethod.compose('ㅈ', '제')
  await bob.caret('top')
  await bob.type('X')
  await alice.heardAnEdit()
  await alice.inputMethod.commit('제목', 'Enter')
  await test.expect(alice.page.getByRole('option').first()).toBeVisible()
  await bothShow(people, [['Xtop', 'end', '/제목']])
  await alice.press('Enter')
  await bothShow(people, [['Xtop', 'end', 'heading ']])
  test.expect(await bob.everSeen()).not.toMatch(/[ㄱ-ㆎ]|\/제(?!목)/)
})

test('a connection lost while composing loses nothing of it', async ({ server, documentId, person }) => {
  const people = await twoWriters(person, server.origin, documentId)
  const [alice, bob] = people
  await begin(people, '<p>top</p>', ['top'])
  await alice.caret('top', 3)
  await alice.inputMethod.compose('ㅎ', '하')
  await server.stop()
  await test.expect(alice.person.status).not.toContainText('Saved')
  await alice.inputMethod.compose(korean?.result ?? '')
  await alice.inputMethod.commit('한')
  await server.start()
  await alice.person.saved()
  await bob.person.saved()
  await bothShow(people, [['top한']])
})
