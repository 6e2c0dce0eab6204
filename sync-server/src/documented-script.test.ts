/** What docs/api.md shows is run as it stands there. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { plainText, readUpdates } from '@dure/document'
import { parseDocumentId } from '@dure/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const PAGE = join(import.meta.dirname, '../../docs/api.md')
const run = promisify(execFile)

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

test('the script of docs/api.md makes a document and writes in it', async () => {
  const owner = new Somebody(world.origin, await world.owner())
  const { token } = await owner.api.createToken({ name: 'script', scope: 'write' })
  const script = /```js\n([\s\S]+?)```/.exec(await readFile(PAGE, 'utf8'))?.[1] ?? ''
  expect(script.trim().split('\n').length).toBeLessThanOrEqual(14)
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    timeout: 30_000,
    env: { PATH: process.env['PATH'] ?? '', DURE_ORIGIN: world.origin, DURE_TOKEN: token },
  })
  const id = parseDocumentId(stdout.trim().split('/').at(-1))
  if (!id) throw new Error(`no document: ${stdout}`)
  expect((await owner.api.getDocument(id)).role).toBe('owner')
  const rows = await world.rows(id)
  expect(plainText(readUpdates(rows.map(({ bytes }) => bytes)))).toContain('Hello.')
})
