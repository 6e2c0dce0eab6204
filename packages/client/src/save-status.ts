/**
 * What a person is told about their edits: a pure function of outbox and connection, true in every state.
 * `saved` means that each local update is on the server's disk, and nothing else.
 */
import type { ConnectionState } from './connection-phase.ts'
import { CLOSED_HERE } from './end-reason.ts'
import { changesIn, type Outbox, parkedIn } from './outbox.ts'
import { unreachable } from './unreachable.ts'

/**
 * Where unsaved edits are: `device` when all of them are stored and outlive the tab; `tab` when at least one is not. An
 * edit is stored some milliseconds after it is made, so an interface should warn only of a `tab` that lasts.
 */
export type KeptOn = 'device' | 'tab'

export type SaveStatus =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly pending: number; readonly keptOn: KeptOn }
  | { readonly kind: 'offline'; readonly pending: number; readonly keptOn: KeptOn }
  | {
      readonly kind: 'cannot-save'
      /** A stable name: of a refusal (refusal.ts), of a final close (close-code.ts), or `replaced`. */
      readonly reason: string
      /** One English sentence; interfaces word it by `reason`. */
      readonly detail: string
      readonly pending: number
      readonly keptOn: KeptOn
    }

const SAVED: SaveStatus = Object.freeze({ kind: 'saved' })

export function saveStatus(
  outbox: Outbox,
  { phase, attempt, turnedAway }: ConnectionState,
  keptOn: KeptOn,
): SaveStatus {
  const pending = changesIn(outbox)
  const cannotSave = (reason: string, detail: string): SaveStatus => ({
    kind: 'cannot-save',
    reason,
    detail,
    pending,
    keptOn,
  })
  if (phase.kind === 'ended' && phase.reason !== CLOSED_HERE) {
    return cannotSave(phase.reason.name, phase.reason.meaning)
  }
  // Until the device has been asked, it may hold edits of a former tab.
  if (phase.kind === 'idle') return { kind: 'saving', pending, keptOn }
  if (pending === 0) return SAVED
  const [parked] = parkedIn(outbox)
  if (parked) return cannotSave(parked.reason.name, parked.detail || parked.reason.meaning)
  switch (phase.kind) {
    case 'ended':
      return { kind: 'offline', pending, keptOn }
    case 'waiting':
      if (turnedAway) return cannotSave(turnedAway.name, turnedAway.meaning)
      return { kind: 'offline', pending, keptOn }
    case 'opening':
    case 'greeting':
      if (turnedAway) return cannotSave(turnedAway.name, turnedAway.meaning)
      // The first attempt is not yet a failure; later ones are, until one succeeds.
      return { kind: attempt === 0 ? 'saving' : 'offline', pending, keptOn }
    case 'live': {
      if (phase.role === 'viewer' || phase.role === 'commenter')
        return cannotSave('read-only', 'This person may read the document but not change it.')
      const { trouble } = phase
      if (trouble)
        return cannotSave(trouble.refused.reason.name, trouble.refused.detail || trouble.refused.reason.meaning)
      return { kind: 'saving', pending, keptOn }
    }
    default:
      return unreachable(phase)
  }
}

/** Whether two statuses say the same, so that nobody is told twice. */
export function sameStatus(a: SaveStatus, b: SaveStatus): boolean {
  if (a.kind === 'saved' || b.kind === 'saved') return a.kind === b.kind
  if (a.kind !== b.kind || a.pending !== b.pending || a.keptOn !== b.keptOn) return false
  return a.kind !== 'cannot-save' || b.kind !== 'cannot-save' || (a.reason === b.reason && a.detail === b.detail)
}
