import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RunningProcess } from './running-process.mjs'

const LONG_MS = 60_000
const RUN_FOREVER = 'setInterval(() => {}, 1000);'

const start = (script: string) => new RunningProcess('test', ['--eval', script], { env: process.env, shows: 'errors' })

describe('a running process', () => {
  test('is asked to stop, and says how it ended', async () => {
    const part = start(`${RUN_FOREVER} process.on('SIGTERM', () => process.exit(7))`)
    // Before its handler is there SIGTERM ends it, too; either is an answer to being asked.
    expect(await part.stop(LONG_MS)).toMatch(/^(ended with exit code 7|was ended by SIGTERM)$/)
    expect(part.running).toBe(false)
  })

  test('that ignores being asked is ended the hard way', async () => {
    const part = start(`process.on('SIGTERM', () => {}); ${RUN_FOREVER}`)
    expect(await part.stop(0)).toMatch(/^was ended by SIG(KILL|TERM)$/)
  })

  test('that ends by itself tells so to whoever waits', async () => {
    expect(await start('process.exit(3)').ended).toBe('ended with exit code 3')
  })

  test('does not outlive a runner that is killed', async () => {
    // The part holds a connection to us until it ends.
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const part = `require('node:net').connect(${port}, '127.0.0.1'); ${RUN_FOREVER}`
    const script = `
      const { RunningProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'running-process.mjs'))})
      new RunningProcess('part', ['--eval', ${JSON.stringify(part)}], { env: process.env, shows: 'errors' })
    `
    const runner = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' })
    const [held] = await once(server, 'connection')
    const partEnds = once(held.resume(), 'close')
    runner.kill('SIGKILL')
    await partEnds
    server.close()
  })
})
