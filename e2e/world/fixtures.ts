/** What a test gets: a deployment that its file shares, and people who leave when it ends. */
import { test as base, expect } from '@playwright/test'
import { type Deployment, deploy, type Replica } from './deployment.ts'
import { type Arrival, Person } from './person.ts'

interface TestFixtures {
  /** A person with a browser of their own. Fails the test when their page met an error nobody caught. */
  readonly person: (name: string, how?: Arrival) => Promise<Person>
  /** Alice and Bob, each in a new tab of a browser that their file shares: for suites of many short tests. */
  readonly pair: readonly [Person, Person]
  /** An empty document. */
  readonly documentId: string
}

interface WorkerFixtures {
  readonly deployment: Deployment
  readonly server: Replica
  readonly browsers: readonly [Person, Person]
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  deployment: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: Playwright reads the parameter's pattern to know the needs
    async ({}, use) => {
      const deployment = await deploy(1)
      await use(deployment)
      await deployment.stop()
    },
    { scope: 'worker' },
  ],
  server: [({ deployment }, use) => use(deployment.replicas[0]), { scope: 'worker' }],
  browsers: [
    async ({ browser }, use) => {
      const people = [await Person.arrive(browser, 'Alice'), await Person.arrive(browser, 'Bob')] as const
      await use(people)
      for (const person of people) await person.leave()
    },
    { scope: 'worker' },
  ],
  pair: async ({ browsers: [alice, bob] }, use) => {
    const tabs = [await alice.secondTab(), await bob.secondTab()] as const
    await use(tabs)
    for (const tab of tabs) {
      expect(tab.complaints, `errors on ${tab.name}'s page`).toEqual([])
      await tab.page.close()
    }
  },
  documentId: async ({ server }, use) => use(await server.createDocument()),
  person: async ({ browser }, use) => {
    const people: Person[] = []
    await use(async (name, how) => {
      const person = await Person.arrive(browser, name, how)
      people.push(person)
      return person
    })
    for (const person of people) {
      expect(person.complaints, `errors on ${person.name}'s page`).toEqual([])
      await person.leave()
    }
  },
})

export { expect }
