/** Contrast by WCAG 2.2, computed from the tokens themselves: whoever changes a colour is told what it costs. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { plainColour } from '../features/presence/person-colour.ts'

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
)

type Theme = 'light' | 'dark'

function luminance(name: string, theme: Theme): number {
  const hex = tokens.get(name)?.[theme]
  if (hex === undefined) throw new Error(`no colour --${name}`)
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, theme: Theme): number {
  const [darker = 0, lighter = 0] = [luminance(one, theme), luminance(other, theme)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const GROUNDS = ['ground', 'surface', 'surface-raised', 'surface-sunken', 'surface-hover']
const COLOURS = ['gray', 'brown', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink']
const PEOPLE = Array.from({ length: 12 }, (_, index) => `person-${index}`)

/** Text needs 4.5 : 1. */
const TEXT: readonly (readonly [text: string, ground: string])[] = [
  ...['ink', 'ink-soft'].flatMap((text) => [...GROUNDS, 'surface-active'].map((ground) => [text, ground] as const)),
  ...GROUNDS.map((ground) => ['ink-faint', ground] as const),
  ...['accent', 'warning', 'danger'].flatMap((text) =>
    ['ground', 'surface', 'surface-raised'].map((ground) => [text, ground] as const),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent-soft', 'accent-soft'],
  ['ink', 'selection'],
  ['warning', 'warning-soft'],
  ['ink', 'warning-soft'],
  ['danger', 'danger-soft'],
  ['ink', 'danger-soft'],
  // A tooltip is the page turned inside out.
  ['ground', 'ink'],
  ...PEOPLE.map((person) => ['on-person', person] as const),
  ...COLOURS.flatMap((colour) => [
    [`text-${colour}`, 'ground'] as const,
    [`text-${colour}`, 'surface-raised'] as const,
    // A coloured word may well stand on its own colour.
    [`text-${colour}`, `ground-${colour}`] as const,
    ['ink', `ground-${colour}`] as const,
  ]),
]

/** What must be seen but not read needs 3 : 1: carets, frames of fields, the focus. */
const SEEN: readonly (readonly [mark: string, ground: string])[] = [
  ...PEOPLE.flatMap((person) => [[person, 'ground'] as const, [person, 'surface'] as const]),
  ...['focus', 'line-strong', 'accent'].flatMap((mark) =>
    ['ground', 'surface', 'surface-raised'].map((ground) => [mark, ground] as const),
  ),
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(TEXT)('--%s can be read on --%s', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(SEEN)('--%s can be seen on --%s', (mark, ground) => {
    expect(contrast(mark, ground, theme)).toBeGreaterThanOrEqual(3)
  })
})

test('each colour told to others is themed where carets are drawn', () => {
  const carets = readFileSync(new URL('../features/document/document-editor.css', import.meta.url), 'utf8')
  const themed = PEOPLE.map((person, index) => `[style*="${plainColour(index)}"] {\n  --caret-color: var(--${person})`)
  expect(themed.filter((rule) => !carets.includes(rule))).toEqual([])
})

test('the colours told to others are those of the light theme', () => {
  expect(PEOPLE.map((_, index) => plainColour(index))).toEqual(PEOPLE.map((person) => tokens.get(person)?.light))
})
