import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startRedis } from './redis-process.ts'
import { until } from './until.ts'

/** One inline command over a fresh connection; the first line of the answer. */
async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(`${command}\r\n`)
    const [answer] = await once(socket, 'data')
    return String(answer).split('\r\n')[0] ?? ''
  } finally {
    socket.destroy()
  }
}

test('starts, is killed, comes back empty on the same port, and is gone when stopped', async () => {
  const redis = await startRedis()
  try {
    expect(await ask(redis.port, 'SET kept 1')).toBe('+OK')
    await redis.kill()
    await expect(ask(redis.port, 'PING')).rejects.toThrow('ECONNREFUSED')
    await redis.restart()
    expect(await ask(redis.port, 'GET kept')).toBe('$-1')
  } finally {
    await redis.stop()
  }
  await expect(ask(redis.port, 'PING')).rejects.toThrow('ECONNREFUSED')
})

test('takes bytes but does not answer while paused', async () => {
  const redis = await startRedis()
  const socket = connect(redis.port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    const answer = (deadlineMs: number) =>
      until<string>('an answer', deadlineMs, (done) => {
        const hear = (data: Buffer) => done(data.toString())
        socket.on('data', hear)
        return () => socket.off('data', hear)
      })
    redis.pause()
    await new Promise((resolve) => socket.write('PING\r\n', resolve))
    await expect(answer(200)).rejects.toThrow('an answer: not within 200 ms')
    redis.resume()
    expect(await answer(5_000)).toBe('+PONG\r\n')
  } finally {
    socket.destroy()
    await redis.stop()
  }
})

test('asks for its password', async () => {
  const redis = await startRedis({ password: 'p@ss' })
  try {
    expect(redis.url).toBe(`redis://:p%40ss@127.0.0.1:${redis.port}`)
    expect(await ask(redis.port, 'PING')).toMatch('-NOAUTH')
  } finally {
    await redis.stop()
  }
})
