// @vitest-environment jsdom
/**
 * The fuzzer: random people, random edits, random sync order. Every replica ends equal, every editor shows what Yjs
 * says after each transaction, ids are unique, and every typed character is there once, unless someone deleted it.
 * One doubling is Yjs' own and is let pass: two people take back (by undo or pasting) what both had deleted or cut.
 *
 * `DURE_FUZZ_SCRIPTS=50000` runs more, `DURE_FUZZ_FROM=n` other ones; `DURE_TEST_SEED=n` runs one script again and prints it.
 */
import { createSeededRandom } from '@dure/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { randomAction } from './fuzz-actions.ts'
import { type Person, World } from './merge-world.ts'

const SCRIPTS = Number(process.env['DURE_FUZZ_SCRIPTS'] ?? 2_000)
const FIRST_SEED = Number(process.env['DURE_TEST_SEED'] ?? process.env['DURE_FUZZ_FROM'] ?? 1)
const ONE_SEED = process.env['DURE_TEST_SEED'] !== undefined
const STEPS = 24
/** A CJK block: one UTF-16 unit each, and never the result of an input rule. */
const FIRST_TOKEN = 0x4e00

/** Seeds that once failed, with the actions there were then; each stays. */
const FOUND: readonly number[] = [64, 45, 116, 277, 10808, 11615, 12366, 307_476, 316_661]

const characters = (person: Person): string[] =>
  [...person.root.textContent].filter((character) => character.charCodeAt(0) >= FIRST_TOKEN)

function countsOf(person: Person): Map<string, number> {
  const counts = new Map<string, number>()
  for (const character of characters(person)) counts.set(character, (counts.get(character) ?? 0) + 1)
  return counts
}

function runScript(seed: number, isFormer = false): void {
  const random = createSeededRandom(seed)
  let next = FIRST_TOKEN
  const token = () => String.fromCharCode(next++)
  const log: string[] = []
  const world = new World(
    (author) => {
      author.caret(1)
      for (let index = 0; index < 4; index += 1) {
        if (index > 0) author.press('Enter')
        author.type(token() + token() + token())
      }
    },
    { people: random.chance(0.3) ? 3 : 2, swapped: random.chance(0.5), offline: true },
  )
  const everTyped = new Set(characters(world.person(0)))
  const deleted = new Set<string>()
  const restoredBy = new Map<string, Set<Person>>()
  try {
    for (let step = 0; step < STEPS; step += 1) {
      const who = random.int(0, world.people.length - 1)
      const person = world.person(who)
      if (random.chance(0.18)) {
        const other = world.person(random.int(0, world.people.length - 1))
        log.push(`${who} hears ${world.people.indexOf(other)}`)
        Y.applyUpdate(person.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(person.doc)), 'sync')
        continue
      }
      const { name, act } = randomAction(random, isFormer)
      log.push(`${who} ${name}:`)
      if (random.chance(0.5)) person.undo.endStep()
      let before = countsOf(person)
      // Each transaction by itself: what is cut in one and pasted in the next was deleted and came back.
      const trace = () => {
        const after = countsOf(person)
        for (const character of before.keys()) if (!after.has(character)) deleted.add(character)
        for (const [character, count] of after) {
          if (count <= (before.get(character) ?? 0)) continue
          everTyped.add(character)
          if (deleted.has(character)) restoredBy.set(character, (restoredBy.get(character) ?? new Set()).add(person))
        }
        before = after
      }
      person.editor.on('transaction', trace)
      try {
        log.push(`  ${act(person, random, token)}`)
      } finally {
        person.editor.off('transaction', trace)
      }
    }
    world.sync()
    const final = characters(world.person(0))
    const present = new Set(final)
    const lost = [...everTyped].filter((character) => !present.has(character) && !deleted.has(character))
    const doubled = [...present].filter(
      (character) =>
        final.indexOf(character) !== final.lastIndexOf(character) && (restoredBy.get(character)?.size ?? 0) < 2,
    )
    if (lost.length + doubled.length > 0)
      throw new Error(`lost "${lost.join('')}", doubled "${doubled.join('')}" in\n${world.text}`)
  } catch (error) {
    throw new Error(`seed ${seed} (again: DURE_TEST_SEED=${seed})\n${log.join('\n')}\n${String(error)}`, {
      cause: error,
    })
  } finally {
    world.destroy()
  }
  if (ONE_SEED) console.info(log.join('\n'))
}

test.skipIf(ONE_SEED).each([...FOUND])('seed %i, which once failed', (seed) => runScript(seed, true))

test(`${ONE_SEED ? 1 : SCRIPTS} random scripts lose nothing and double nothing`, { timeout: 3_600_000 }, async () => {
  const failures: string[] = []
  for (let seed = FIRST_SEED; seed < FIRST_SEED + (ONE_SEED ? 1 : SCRIPTS); seed += 1) {
    // What editors leave to do for later is done: else they would all stay in memory until the last script.
    if (seed % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
    try {
      runScript(seed)
    } catch (error) {
      failures.push(
        error instanceof Error
          ? `${error.message}\n${error.cause instanceof Error ? error.cause.stack : ''}`
          : String(error),
      )
      if (failures.length >= 5) break
    }
  }
  expect(failures.join('\n\n')).toBe('')
})
