/** What this disk takes for one small durable write, so that latencies can be set against it. */
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Distribution } from './distribution.ts'

export async function measureFsync(durationMs: number): Promise<Distribution> {
  const directory = await mkdtemp(join(tmpdir(), 'dure-bench-'))
  const file = await open(join(directory, 'log'), 'w')
  const page = Buffer.alloc(4096, 1)
  const latency = new Distribution()
  const deadline = performance.now() + durationMs
  while (performance.now() < deadline) {
    const started = performance.now()
    await file.write(page)
    await file.datasync()
    latency.add((performance.now() - started) * 1000)
  }
  await file.close()
  await rm(directory, { recursive: true, force: true })
  return latency
}
