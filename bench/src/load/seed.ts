/** Puts a document's beginning into a server, and makes sure that it has it. */
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from './client.ts'
import type { Service } from './service.ts'

const DEADLINE_MS = 60_000
/** Bytes on their way at once: below what servers buffer for a connection that is still joining. */
const SLICE_BYTES = 1024 * 1024

/** Sends the updates in order and resolves once a newcomer is sent about as much as `stateBytes`. */
export async function seed(
  service: Service,
  document: string,
  updates: readonly Uint8Array[],
  stateBytes: number,
): Promise<void> {
  const client = await Client.join(service, document)
  let slice: Uint8Array[] = []
  let bytes = 0
  for (const update of updates) {
    slice.push(update)
    bytes += update.length
    if (bytes < SLICE_BYTES && slice.length < 500) continue
    client.send(slice)
    slice = []
    bytes = 0
    await wait(20)
  }
  client.send(slice)
  await holds(service, document, stateBytes)
  client.close()
}

async function holds(service: Service, document: string, stateBytes: number): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const reader = await Client.join(service, document)
    const { receivedBytes } = reader
    reader.close()
    if (receivedBytes >= stateBytes * 0.95) return
    if (performance.now() > deadline) {
      throw new Error(`seeding: a newcomer was sent ${receivedBytes} of ${stateBytes} bytes\n${service.output}`)
    }
    await wait(50)
  }
}

/** Runs a task for each item, so many at once. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  task: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    for (;;) {
      const index = next
      next += 1
      const item = items[index]
      if (item === undefined) return
      results[index] = await task(item, index)
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
  return results
}
