import { CLOSE, REFUSAL } from '@dure/protocol'
import { describe, expect, test } from 'vitest'
import { CATALOGUES } from '../language/catalogues.ts'
import { createTranslator } from '../language/translate.ts'
import { saveWords } from './save-words.ts'

const english = createTranslator('en', CATALOGUES.en)
const live = { kind: 'live' } as const

test('[DU1] says Saved only when the status is saved and the text is here', () => {
  expect(saveWords({ kind: 'saved' }, live, true, english)).toMatchObject({ mood: 'calm', full: 'Saved' })
  expect(saveWords({ kind: 'saved' }, { kind: 'connecting' }, false, english).full).toBe('Connecting…')
  expect(saveWords({ kind: 'saving', pending: 1, keptOn: 'tab' }, live, true, english).full).toBe('Saving…')
})

test('says how many changes are kept, and where', () => {
  const waiting = { kind: 'waiting', retryAtMs: 0 } as const
  expect(saveWords({ kind: 'offline', pending: 12, keptOn: 'tab' }, waiting, true, english).full).toBe(
    'Offline. 12 changes are kept in this tab',
  )
  expect(saveWords({ kind: 'offline', pending: 1, keptOn: 'device' }, waiting, true, english).full).toBe(
    'Offline. 1 change is kept on this device',
  )
  expect(saveWords({ kind: 'saved' }, waiting, true, english)).toMatchObject({ mood: 'away', full: 'Offline' })
})

describe('tells why it cannot save', () => {
  const names = [...Object.values(REFUSAL), ...Object.values(CLOSE).filter((each) => each.retry === 'after-change')]
  test.each(names.map((each) => each.name))('%s', (reason) => {
    const words = saveWords({ kind: 'cannot-save', reason, detail: '', pending: 1, keptOn: 'tab' }, live, true, english)
    expect(words.mood).toBe('trouble')
    expect(words.full).toMatch(/^Cannot save: \S/)
  })

  test('also for a reason that only a newer server knows', () => {
    const status = { kind: 'cannot-save', reason: 'constructor', detail: '', pending: 1, keptOn: 'tab' } as const
    expect(saveWords(status, live, true, english).full).toBe('Cannot save: something unexpected happened')
  })
})
