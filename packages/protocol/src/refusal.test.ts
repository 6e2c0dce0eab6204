import { expect, test } from 'vitest'
import { REFUSAL, refusalOf } from './refusal.ts'
import { mayWrite, parseRole, ROLES } from './role.ts'

test('each code and each name stands for one reason', () => {
  const rows = Object.values(REFUSAL)
  expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length)
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  for (const row of rows) expect(refusalOf(row.code)).toBe(row)
})

test('[DU6] owners and editors may write, nobody else', () => {
  expect(ROLES.filter(mayWrite)).toEqual(['owner', 'editor'])
  for (const role of ROLES) expect(parseRole(role)).toBe(role)
  for (const raw of ['admin', '', null, 1, 'Owner']) expect(parseRole(raw)).toBeUndefined()
})
