/** Shortcuts as the person's keyboard has them. */

export type Platform = 'apple' | 'other'

/** From `navigator.platform`, which is deprecated and the only thing that says so in every browser. */
export const platformOf = (navigatorPlatform: string): Platform =>
  /mac|iphone|ipad|ipod/i.test(navigatorPlatform) ? 'apple' : 'other'

const APPLE: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', ArrowUp: '↑', ArrowDown: '↓' }
const OTHER: Readonly<Record<string, string>> = { Mod: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓' }

/** `Mod-Shift-s` → `⌘⇧S` or `Ctrl+Shift+S`. */
export function shortcut(keys: string, platform: Platform): string {
  const names = platform === 'apple' ? APPLE : OTHER
  const parts = keys.split('-').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
  return parts.join(platform === 'apple' ? '' : '+')
}
