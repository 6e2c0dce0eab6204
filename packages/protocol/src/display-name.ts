/** What a person is called, as far as the wire is concerned. */
import { MAX_DISPLAY_NAME_LENGTH } from './limits.ts'

/** The name within its limit, never ending in half a character: a reader refuses a message whose name is too long. */
export function cutDisplayName(name: string): string {
  const cut = name.slice(0, MAX_DISPLAY_NAME_LENGTH)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}
