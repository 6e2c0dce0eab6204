/** The words for a save status: what the header shows, what its tooltip adds, and how worried it looks. */
import type { ConnectionStatus, SaveStatus } from '@dure/client'
import type { PlainKey, Translator } from '../language/translate.ts'

export interface SaveWords {
  readonly mood: 'calm' | 'busy' | 'away' | 'trouble'
  /** A word or two, for the header. */
  readonly short: string
  /** The whole truth, for wide screens, strips and voices. */
  readonly full: string
  readonly hint: string
  /** Closing the tab would lose what it says is unsaved. */
  readonly urgent?: boolean
}

export function saveWords(
  status: SaveStatus,
  connection: ConnectionStatus,
  hasSynced: boolean,
  { t, counted }: Translator,
  /** The device has not stored what is unsaved for longer than storing takes. */
  onlyHere = false,
): SaveWords {
  switch (status.kind) {
    case 'saved':
      if (connection.kind === 'waiting') return plain('away', t('save.offline'), t('save.offline-hint'))
      if (!hasSynced) return plain('busy', t('save.connecting'), t('save.connecting-hint'))
      return plain('calm', t('save.saved'), t('save.saved-hint'))
    case 'saving':
      return plain('busy', t('save.saving'), t('save.saving-hint'))
    case 'offline':
      return {
        mood: 'away',
        short: t('save.offline'),
        full: counted(status.keptOn === 'device' ? 'save.offline-kept' : 'save.offline-changes', status.pending),
        hint: t(onlyHere ? 'save.offline-tab-hint' : 'save.offline-hint'),
        urgent: onlyHere,
      }
    case 'cannot-save':
      return {
        mood: 'trouble',
        short: t('save.cannot'),
        full: t('save.cannot-because', { reason: reasonWords(status.reason, t) }),
        hint: t('save.cannot-hint'),
      }
    default:
      return status satisfies never
  }
}

const plain = (mood: SaveWords['mood'], short: string, hint: string): SaveWords => ({ mood, short, full: short, hint })

const REASONS: ReadonlyMap<string, PlainKey> = new Map([
  ['too-large', 'save.reason.too-large'],
  ['read-only', 'save.reason.read-only'],
  ['cannot-store', 'save.reason.store'],
  ['damaged', 'save.reason.damaged'],
  ['try-later', 'save.reason.try-later'],
  ['too-many', 'save.reason.too-fast'],
  ['too-fast', 'save.reason.too-fast'],
  ['malformed', 'save.reason.refused'],
  ['not-allowed', 'save.reason.refused'],
  ['foreign-client', 'save.reason.refused'],
  ['skips-clocks', 'save.reason.refused'],
  ['redefines-clocks', 'save.reason.refused'],
  ['replaced', 'save.reason.replaced'],
  ['wrong-epoch', 'save.reason.replaced'],
  ['unknown-document', 'save.reason.gone'],
  ['in-bin', 'save.reason.in-bin'],
  ['forbidden', 'save.reason.read-only'],
  ['sign-in-required', 'save.reason.read-only'],
  ['outdated', 'save.reason.outdated'],
])

/** Reasons are stable names of refusals and close codes; a newer server may have more. */
export const reasonWords = (reason: string, t: Translator['t']): string => t(REASONS.get(reason) ?? 'save.reason.other')
