import WebSocket from 'ws'
import { expect, test } from '../world/fixtures.ts'

/** Sends frames on a socket of its own and answers the code it was closed with. */
function closeCodeAfter(url: string, protocols: string[], ...frames: (Uint8Array | string)[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols)
    socket.on('open', () => {
      for (const frame of frames) socket.send(frame)
    })
    socket.on('close', resolve)
    socket.on('error', reject)
  })
}

test('[DU4] malformed, oversized and unexpected frames close that connection and nobody else notices', async ({
  server,
  documentId,
  person,
}) => {
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(server.origin, documentId), bob.open(server.origin, documentId)])
  await alice.type('calm ')
  const url = `${server.origin.replace('http', 'ws')}/sync/${documentId}`
  const cases: [string[], number, (Uint8Array | string)[]][] = [
    [[], 4400, ['text']],
    [[], 4400, [new Uint8Array([])]],
    [[], 4400, [new Uint8Array([99])]],
    [[], 4400, [new Uint8Array([0, 2, 200])]],
    [[], 4400, [new Uint8Array([0, 2, 3, 1, 1, 1])]],
    [[], 1009, [new Uint8Array(9 * 1024 * 1024)]],
    [['dure.1'], 4400, [new Uint8Array([18, 1, 2, 0, 0])]],
    [['dure.1'], 4400, [new Uint8Array([16])]],
  ]
  for (const [protocols, code, frames] of cases) {
    expect(await closeCodeAfter(url, protocols, ...frames)).toBe(code)
    await alice.page.keyboard.type('x')
  }
  await bob.sees(`calm ${'x'.repeat(cases.length)}`)
  await alice.saved()
  await expect(alice.others).toHaveCount(1)
})

test('an unknown document, path or method has a page or a problem of its own', async ({ server, person }) => {
  const alice = await person('Alice', { as: { origin: server.origin, ...(await server.owner()) } })
  const unknown = await alice.page.goto(`${server.origin}/d/${'0'.repeat(22)}`)
  expect(unknown?.status()).toBe(404)
  await expect(alice.page.getByRole('heading', { name: 'Nothing grows here' })).toBeVisible()
  const nowhere = await alice.page.goto(`${server.origin}/no/such/page`)
  expect(nowhere?.status()).toBe(404)
  await alice.page.getByRole('link', { name: 'Go to all documents' }).click()
  await expect(alice.page.getByRole('heading', { name: 'Documents' })).toBeVisible()

  const status = async (path: string, method: string): Promise<unknown> => {
    const response = await fetch(server.origin + path, { method })
    return [response.status, response.headers.get('content-type')]
  }
  const problem = 'application/problem+json'
  expect(await status(`/api/documents/${'0'.repeat(22)}`, 'GET')).toEqual([404, problem])
  expect(await status('/api/nothing', 'GET')).toEqual([404, problem])
  expect(await status('/api/documents', 'DELETE')).toEqual([405, problem])
  expect(await status('/sync/anything', 'GET')).toEqual([426, problem])
})
