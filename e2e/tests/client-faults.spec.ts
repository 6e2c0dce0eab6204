/**
 * Everything at once, to two people who write in one paragraph: tabs that crash, lines that break, devices that store
 * nothing, a server that is killed, in any combination. `DURE_CLIENT_FAULT_ROUNDS=200` for a long run; the seed is
 * printed and `DURE_TEST_SEED` repeats it.
 */
import { createSeededRandom, freshSeed, type SeededRandom } from '@dure/testkit'
import { MISHAPS, type Mishap, SERVER_MISHAPS, Unlucky } from '../world/mishaps.ts'
import { expectAllWell, test } from '../world/story.ts'

const ROUNDS = Number(process.env['DURE_CLIENT_FAULT_ROUNDS'] ?? 5)
/** A document and two browsers: as many rounds as its log keeps whole. */
const CHAPTER_ROUNDS = 10
const ROUND_MS = 120_000
const SEED = Number(process.env['DURE_TEST_SEED'] ?? freshSeed())

interface Event {
  readonly mishap: Mishap
  readonly to: Unlucky
}

for (let first = 1; first <= ROUNDS; first += CHAPTER_ROUNDS) {
  const last = Math.min(ROUNDS, first + CHAPTER_ROUNDS - 1)
  // Each chapter can be told again by itself.
  const seed = (SEED + first - 1) % 2 ** 32
  test(`[DU1] [DU3] [UI1] [UI5] [UI7] whatever happens to two people, nothing is lost, doubled or called saved too early: rounds ${first} to ${last}`, async ({
    writer,
    server,
  }) => {
    test.setTimeout(60_000 + (last - first + 1) * ROUND_MS)
    console.log(`    seed ${seed}`)
    const random = createSeededRandom(seed)
    const alice = new Unlucky(await writer('Alice'), server, random.fork())
    const bob = new Unlucky(await writer('Bob'), server, random.fork())
    const people = [alice, bob]
    await Promise.all(people.map((who) => who.open()))
    await Promise.all(people.map((who) => who.writer.person.kept()))
    // Two carets in one place would write into each other's words.
    await alice.writer.write(1)
    await bob.writer.person.sees('alice-000')
    for (let round = first; round <= last; round += 1) {
      const events = draw(people, random)
      console.log(`    round ${round}: ${events.map(tell).join('; ')}`)
      await Promise.all([...people.map((who) => who.write()), ...events.map(happen)])
      await Promise.all(people.map((who) => who.mend()))
      await expectAllWell(alice.writer, bob.writer)
    }
  })
}

/** One to three things, of which one at most happens to the server and one at most to each tab. */
function draw(people: readonly Unlucky[], random: SeededRandom): Event[] {
  const events: Event[] = []
  const [first] = people
  if (first && random.chance(0.3)) events.push({ mishap: random.pick(SERVER_MISHAPS), to: first })
  for (const to of random.shuffle(people).slice(0, random.int(1, 2))) events.push({ mishap: random.pick(MISHAPS), to })
  return events
}

const tell = ({ mishap, to }: Event): string =>
  isServers(mishap) ? mishap.name : `${to.writer.person.name}: ${mishap.name}`

const isServers = (mishap: Mishap): boolean => SERVER_MISHAPS.includes(mishap)

async function happen({ mishap, to }: Event): Promise<void> {
  await to.pause(0, 1200)
  await mishap.happen(to)
}
