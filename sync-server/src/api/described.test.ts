/** The description of the API and its routes are the same list. */
import { API_ROUTES } from '@dure/api'
import { API_OPERATIONS, API_PARTS, pathTemplate } from '@dure/api/description'
import { expect, test } from 'vitest'
import type { ApiDeps } from './api-deps.ts'
import { createRouter } from './create-api.ts'
import { routerPath } from './serve.ts'

/** Registering calls nothing. */
const router = createRouter({} as ApiDeps)
const described = Object.values(API_OPERATIONS).map((entry) => `${entry.method} ${routerPath(entry)}`)

test('[API1] each route that is registered is described, and each that is described is registered', () => {
  const registered = router.routes
    .filter(({ method, path }) => !['ALL', 'OPTIONS'].includes(method) && path !== '/*')
    .map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual([...new Set(registered)].toSorted())
  expect(new Set(described).size).toBe(described.length)
})

test('[API1] each path of the client is described, and no name is given twice', () => {
  const used = new Set(Object.values(API_OPERATIONS).map(({ path }) => path))
  const missing = Object.entries(API_ROUTES).filter(([, path]) => !used.has(path))
  expect(missing.map(([name]) => name)).toEqual([])
  const names = API_PARTS.flatMap(({ operations }) => Object.keys(operations))
  expect(new Set(names).size).toBe(names.length)
})

test('each part of a path is described, and what needs a document names one', () => {
  for (const entry of Object.values(API_OPERATIONS)) {
    const parts = [...pathTemplate(entry).matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect([entry.does, parts]).toEqual([entry.does, Object.keys(entry.params ?? {})])
    if (entry.needs && 'document' in entry.needs) expect([entry.does, parts[0]]).toEqual([entry.does, 'id'])
    if (entry.needs && 'workspace' in entry.needs) expect(['person', 'browser']).toContain(entry.who)
  }
})
