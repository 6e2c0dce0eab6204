import type { Json } from '@dure/api/description'
import { expect, test } from 'vitest'
import { fieldsOf, typeWords } from './schema-words.ts'

const schemas = {
  Role: { type: 'string', enum: ['owner', 'viewer'] },
  Person: {
    type: 'object',
    properties: { name: { type: 'string', minLength: 1, maxLength: 60 }, role: { $ref: '#/components/schemas/Role' } },
    required: ['name'],
  },
}

test.each<[Json, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'email', maxLength: 254 }, 'email ≤ 254'],
  [{ type: 'integer', minimum: 1, maximum: 200 }, 'integer 1–200'],
  [{ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, 'integer ≥ 1'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ $ref: '#/components/schemas/Role' }, 'owner | viewer'],
  [{ anyOf: [{ $ref: '#/components/schemas/Person' }, { type: 'null' }] }, 'Person | null'],
  [{ type: 'array', items: { $ref: '#/components/schemas/Person' } }, 'Person[]'],
])('%j is "%s"', (schema, words) => {
  expect(typeWords(schema, schemas)).toBe(words)
})

test('the fields of a named schema are listed, with those that must be there', () => {
  expect(fieldsOf({ $ref: '#/components/schemas/Person' }, schemas)).toEqual([
    { name: 'name', type: 'string 1–60', required: true },
    { name: 'role', type: 'owner | viewer', required: false },
  ])
})
