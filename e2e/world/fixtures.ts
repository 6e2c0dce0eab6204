/** What a test gets: a deployment that its file shares, and people who leave when it ends. */
import { test as base, expect } from '@playwright/test'
import { type Deployment, deploy, type Replica } from './deployment.ts'
import { type Arrival, Person } from './person.ts'

interface TestFixtures {
  /** A person with a browser of their own. Fails the test when their page met an error nobody caught. */
  readonly person: (name: string, how?: Arrival) => Promise<Person>
  /** An empty document. */
  readonly documentId: string
}

interface WorkerFixtures {
  readonly deployment: Deployment
  readonly server: Replica
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
