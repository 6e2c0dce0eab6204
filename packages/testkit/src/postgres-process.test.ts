import { access } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startPostgres } from './postgres-process.ts'

test('a cluster answers databases of its own, survives a kill, and leaves nothing behind', async () => {
  const postgres = await startPostgres({ fsync: false })
  const socketFolder = async () => new URL(await postgres.createDatabase()).searchParams.get('host') ?? ''
  try {
    const before = await socketFolder()
    await postgres.kill()
    await expect(postgres.createDatabase()).rejects.toThrow()
    await postgres.start()
    await postgres.stopAtOnce()
    await postgres.start()
    await postgres.stop()
    await postgres.start()
    expect(await socketFolder()).toBe(before)
    await expect(access(before)).resolves.toBeUndefined()
    await postgres.close()
    await postgres.close()
    await expect(access(before)).rejects.toThrow('ENOENT')
  } finally {
    await postgres.close()
  }
})
