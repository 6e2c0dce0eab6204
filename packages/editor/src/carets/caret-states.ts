/** What presence says about carets. Pure: from awareness states to the people whose carets are drawn. */
import * as Y from 'yjs'

/** Field of a presence state. Positions are Yjs relative positions as JSON. */
export const CARET_FIELD = 'caret'

export interface RemoteCaret {
  readonly clientId: number
  readonly name: string
  readonly color: string
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
  /** Changes when the person moved: the label is shown for a while then. */
  readonly revision: string
}

const COLOR = /^#[0-9a-f]{6}$/i
const FALLBACK_COLOR = '#6b7280'
const MAX_NAME_LENGTH = 60

const isRecord = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null

/** Carets of everyone else. One's own other tabs (the same `user.id`) are not other people. */
export function remoteCarets(states: ReadonlyMap<number, unknown>, ownClientId: number): readonly RemoteCaret[] {
  const own = userOf(states.get(ownClientId))
  const carets: RemoteCaret[] = []
  for (const [clientId, state] of states) {
    const user = userOf(state)
    if (clientId === ownClientId || (own?.['id'] !== undefined && user?.['id'] === own['id'])) continue
    const caret = isRecord(state) ? state[CARET_FIELD] : undefined
    const anchor = isRecord(caret) ? parsePosition(caret['anchor']) : undefined
    const head = isRecord(caret) ? parsePosition(caret['head']) : undefined
    if (!anchor || !head) continue
    const { name, color } = user ?? {}
    carets.push({
      clientId,
      name: typeof name === 'string' ? name.slice(0, MAX_NAME_LENGTH) : '',
      color: typeof color === 'string' && COLOR.test(color) ? color : FALLBACK_COLOR,
      anchor,
      head,
      revision: JSON.stringify(caret),
    })
  }
  return carets
}

function userOf(state: unknown): Record<string, unknown> | undefined {
  const user = isRecord(state) ? state['user'] : undefined
  return isRecord(user) ? user : undefined
}

/** Undefined for anything that Yjs could not take: presence comes from other people's clients. */
function parsePosition(raw: unknown): Y.RelativePosition | undefined {
  if (!isRecord(raw)) return undefined
  try {
    return Y.createRelativePositionFromJSON(raw)
  } catch {
    return undefined
  }
}
