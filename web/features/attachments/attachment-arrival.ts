/**
 * Whether the bytes of an attachment can be had. While they cannot they are asked for again, and at once when whoever
 * brings them is done: they tell so by presence.
 */
import type { Awareness } from 'y-protocols/awareness'

/** Wait before what is not there yet is asked for again; twice as long each time. */
const ASK_AGAIN_MS = 2000
const ASK_AGAIN_MOST_MS = 60_000

export interface Bringer {
  readonly name: string
  readonly percent: number
}

interface ArrivalDeps {
  readonly awareness: Awareness
  /** Which attachment it is. */
  id(): string | null
  ask(): void
  /** What is to be shown is something else now. */
  changed(): void
}

export class AttachmentArrival {
  readonly #deps: ArrivalDeps
  #state: 'loading' | 'there' | 'missing' = 'loading'
  #waitMs = ASK_AGAIN_MS
  #timer: ReturnType<typeof setTimeout> | undefined
  #unfollow: (() => void) | undefined
  #closed = false

  constructor(deps: ArrivalDeps) {
    this.#deps = deps
  }

  get state(): 'loading' | 'there' | 'missing' {
    return this.#state
  }

  /** It is to be had from elsewhere now; told when it is there, unless it is known to be. */
  begin(state: 'loading' | 'there'): void {
    this.#state = state
  }

  there(): void {
    this.#state = 'there'
    this.#waitMs = ASK_AGAIN_MS
    this.#rest()
    this.#deps.changed()
  }

  missing(): void {
    if (this.#closed) return
    this.#state = 'missing'
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), this.#waitMs)
    this.#waitMs = Math.min(ASK_AGAIN_MOST_MS, this.#waitMs * 2)
    this.#unfollow ??= this.#follow()
    this.#deps.changed()
  }

  /** Who is bringing it now, and how far they are. */
  get bringer(): Bringer | undefined {
    const id = this.#deps.id()
    if (id === null) return undefined
    for (const state of this.#deps.awareness.getStates().values()) {
      const uploads: unknown = state['uploads']
      const percent: unknown = typeof uploads === 'object' && uploads !== null ? Reflect.get(uploads, id) : undefined
      if (typeof percent !== 'number') continue
      const name: unknown = state['user'] && Reflect.get(state['user'], 'name')
      return { name: typeof name === 'string' ? name : '', percent: Math.max(0, Math.min(100, Math.floor(percent))) }
    }
    return undefined
  }

  /** Asks no more: what answers after the view is gone is nothing to wait for. */
  close(): void {
    this.#closed = true
    this.#rest()
  }

  #rest(): void {
    clearTimeout(this.#timer)
    this.#unfollow?.()
    this.#unfollow = undefined
  }

  #ask(): void {
    clearTimeout(this.#timer)
    if (this.#state === 'missing') this.#deps.ask()
  }

  #follow(): () => void {
    const { awareness } = this.#deps
    let before = this.bringer
    const changed = (): void => {
      const now = this.bringer
      if (now?.name === before?.name && now?.percent === before?.percent) return
      const arrived = before !== undefined && now === undefined
      before = now
      this.#deps.changed()
      if (arrived) this.#ask()
    }
    const online = (): void => this.#ask()
    awareness.on('change', changed)
    addEventListener('online', online)
    return () => {
      awareness.off('change', changed)
      removeEventListener('online', online)
    }
  }
}
