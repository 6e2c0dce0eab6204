/** What is promised of one request holds for two of the same moment. */
import { API_ROUTES } from '@dure/api'
import { newAttachmentId, newSessionId, parseUserId, type UserId } from '@dure/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const MAX_FILES = 3

let world: World
let olive: Somebody
beforeAll(async () => {
  world = await World.start({ DURE_MAX_ATTACHMENTS: String(MAX_FILES), DURE_MAX_DOCUMENT_MB: '10' })
  olive = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())

async function addPasskey(personId: UserId): Promise<string> {
  const id = newSessionId()
  const never = { counter: 0, transports: '[]', created_at: 1, last_used_at: null }
  await world.store.database
    .insertInto('passkey')
    .values({ id, person_id: personId, name: 'mine', credential_id: id, public_key: 'AAAA', ...never })
    .execute()
  return id
}

test('[AU4] of two ways in that are removed at once, one stays', async () => {
  const { database } = world.store
  const ann = new Somebody(world.origin, await world.join('Ann'))
  const id = parseUserId((await ann.api.getSession()).person?.id)
  if (!id) throw new Error('not signed in')
  await database.deleteFrom('credential').where('person_id', '=', id).execute()
  for (let round = 0; round < 5; round += 1) {
    const passkeys = [await addPasskey(id), await addPasskey(id)]
    const statuses = await Promise.all(passkeys.map((each) => ann.status('DELETE', API_ROUTES.passkey(each))))
    expect(statuses.sort()).toEqual([204, 409])
    await database.deleteFrom('passkey').where('person_id', '=', id).execute()
  }
})

test('[DU7] of many uploads that are begun at once, as many are as fit', async () => {
  const { id } = await olive.api.createDocument()
  const begin = (size: number) =>
    olive.status('PUT', API_ROUTES.attachment(id, newAttachmentId()), {
      name: 'x.bin',
      size,
      kind: 'file',
      key: 'k'.repeat(22),
    })
  const large = await Promise.all(Array.from({ length: 3 }, () => begin(6 * 1024 * 1024)))
  expect(large.sort()).toEqual([200, 409, 409])
  const small = await Promise.all(Array.from({ length: 8 }, () => begin(1)))
  expect(small.filter((status) => status === 200)).toHaveLength(MAX_FILES - 1)
})
