import { expect, test } from 'vitest'
import { platformOf, shortcut } from './keys.ts'

test('writes shortcuts as the keyboard has them', () => {
  expect(shortcut('Mod-Shift-s', platformOf('MacIntel'))).toBe('⌘⇧S')
  expect(shortcut('Mod-Alt-1', platformOf('Win32'))).toBe('Ctrl+Alt+1')
  expect(shortcut('Mod-b', platformOf('Linux x86_64'))).toBe('Ctrl+B')
})
