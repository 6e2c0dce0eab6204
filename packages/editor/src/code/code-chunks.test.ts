import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeChunks } from './code-chunks.ts'

test('stretches are the code, in order, each bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('x'.repeat(700), '\n', '\n\n', '  y\n'), { maxLength: 200 }), (parts) => {
      const text = parts.join('')
      const chunks = codeChunks(text)
      expect(chunks.map((chunk) => chunk.text).join('')).toBe(text)
      for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(12_000)
      for (const chunk of chunks) expect(text.slice(chunk.from, chunk.from + chunk.text.length)).toBe(chunk.text)
    }),
  )
})

test('an edit leaves the stretches before it, and most after it, as they are', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => (index % 20 === 19 ? '' : `line ${index} of some length`))
  const before = codeChunks(lines.join('\n')).map(({ text }) => text)
  lines[1_000] = 'changed'
  const after = codeChunks(lines.join('\n')).map(({ text }) => text)
  expect(before.length).toBeGreaterThan(8)
  expect(after.filter((text) => !before.includes(text)).length).toBeLessThanOrEqual(2)
})
