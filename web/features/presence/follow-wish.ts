/** What a press on somebody's face asks for: the first goes to where they write, the next follows, the next lets go. */

export interface FollowWish {
  /** Whose face was pressed. */
  readonly key: string
  readonly follows: boolean
  /** Counts the presses: each is a wish of its own. */
  readonly times: number
}

export function nextWish(before: FollowWish | undefined, key: string): FollowWish | undefined {
  const times = (before?.times ?? 0) + 1
  if (before?.key !== key) return { key, follows: false, times }
  return before.follows ? undefined : { key, follows: true, times }
}
