/** [AU1] An owner who forgot the password, where no e-mail is sent, gets back in from the machine's command line. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OWNER, signIn } from '@dure/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerProcess } from './testing/server-process.ts'
import { Somebody } from './testing/somebody.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-reset-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('[AU1] the link sets a new password, once; nobody is who has no account, and a running server is left alone', async () => {
  const settings = { DURE_DATA_DIR: directory }
  const first = await ServerProcess.start(settings)
  await signIn(first.origin)
  const whileItRuns = await ServerProcess.runToEnd(settings, ['--reset-password', OWNER.email])
  expect(whileItRuns).toMatchObject({ code: 1 })
  expect(whileItRuns.said).toContain('in use')
  await first.signal('SIGTERM')

  const nobody = await ServerProcess.runToEnd(settings, ['--reset-password', 'nobody@dure.test'])
  expect(nobody).toMatchObject({ code: 1 })
  expect(nobody.said).toContain('Nobody has an account with the e-mail nobody@dure.test.')
  expect((await ServerProcess.runToEnd(settings, ['--reset-password'])).said).toContain('Say whose')

  const { code, wrote } = await ServerProcess.runToEnd(settings, ['--reset-password', OWNER.email.toUpperCase()])
  expect(code).toBe(0)
  const token = /\/reset\/(\S+)/.exec(wrote)?.[1] ?? ''
  const second = await ServerProcess.start(settings)
  const stranger = new Somebody(second.origin)
  const set = (password: string) => stranger.ask('POST', `/api/password-resets/${token}`, { password, language: 'en' })
  const password = 'a new one that is long'
  expect((await set(password)).status).toBeLessThan(300)
  expect((await set('another one that is long')).status).toBe(404)
  const signingIn = await stranger.ask('POST', '/api/session', { email: OWNER.email, password })
  expect(signingIn.status).toBe(200)
  await second.signal('SIGTERM')
})
