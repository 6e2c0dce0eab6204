/** Who is here, read from everyone's presence state. What others send is theirs to get wrong: nothing of it is trusted. */
import { assignColours } from './person-colour.ts'

export interface Person {
  /** What tells people apart: the id they carry, else that of their tab. */
  readonly key: string
  /** Empty when they have not said it. */
  readonly name: string
  readonly colour: number
  readonly isSelf: boolean
  /** Somebody without an account, who may call themselves anything. */
  readonly isGuest: boolean
  /** One for each of their tabs. */
  readonly clientIds: readonly number[]
}

/** @param ownKey What this browser's tabs are told from others by: its other tabs are not other people. */
export function peopleIn(states: ReadonlyMap<number, unknown>, ownClientId: number, ownKey: string): readonly Person[] {
  const tabs = [...states]
    // A state without a user is a tab that has not said who it is, or is leaving.
    .flatMap(([clientId, state]) => {
      const user = userIn(state)
      if (!user) return []
      return [
        {
          clientId,
          key: clientId === ownClientId ? ownKey : (user.id ?? `tab-${clientId}`),
          name: user.name,
          isGuest: user.isGuest,
        },
      ]
    })
    .sort((one, other) => one.clientId - other.clientId)
  const colours = assignColours(tabs.map((tab) => tab.key))
  return [...Map.groupBy(tabs, (tab) => tab.key)].map(([key, theirs]) => ({
    key,
    name: theirs.find((tab) => tab.name !== '')?.name ?? '',
    colour: colours.get(key) ?? 0,
    isSelf: key === ownKey,
    isGuest: theirs.every((tab) => tab.isGuest),
    clientIds: theirs.map((tab) => tab.clientId),
  }))
}

function userIn(
  state: unknown,
): { readonly id: string | undefined; readonly name: string; readonly isGuest: boolean } | undefined {
  if (typeof state !== 'object' || state === null || !('user' in state)) return undefined
  const { user } = state
  if (typeof user !== 'object' || user === null) return undefined
  const id = 'id' in user && typeof user.id === 'string' && user.id !== '' ? user.id : undefined
  const name = 'name' in user && typeof user.name === 'string' ? user.name.trim() : ''
  return { id, name, isGuest: 'guest' in user && user.guest === true }
}

export const samePeople = (one: readonly Person[], other: readonly Person[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** One or two letters for an avatar: initials of Latin names, the last two syllables of Korean ones. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '')
  const letters = (word: string): readonly string[] =>
    [...new Intl.Segmenter().segment(word)].map(({ segment }) => segment)
  const last = words.at(-1) ?? ''
  if (/\p{Script=Hangul}/u.test(last)) return letters(last).slice(-2).join('')
  return words
    .slice(0, 2)
    .map((word) => letters(word)[0]?.toUpperCase() ?? '')
    .join('')
}
