/**
 * What processes cost, from the kernel's own accounting: time on a core of all their threads, in nanoseconds, and
 * resident memory. Linux only, which is where the figures are compared.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** Time on a core so far, in milliseconds, all threads of these processes together. */
export function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMs(pid), 0)
}

function cpuMs(pid: number): number {
  // First field: nanoseconds on a core. `stat` counts in steps of 10 ms.
  return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => {
    const ran = read(`/proc/${pid}/task/${task}/schedstat`)?.split(' ', 1)[0]
    return sum + Number(ran ?? 0) / 1e6
  }, 0)
}

export function residentBytesOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]
    return sum + Number(kilobytes ?? 0) * 1024
  }, 0)
}

/** Every process below this one, but for those listed and what is below them. */
export function descendantsOf(root: number, except: readonly number[] = []): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid)) continue
    // The name may hold anything, a closing bracket too: fields are counted from the last one.
    const stat = read(`/proc/${pid}/stat`)
    const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const found: number[] = []
  const visit = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      if (except.includes(child)) continue
      found.push(child)
      visit(child)
    }
  }
  visit(root)
  return found
}

/** Undefined when the process or thread has just ended. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
