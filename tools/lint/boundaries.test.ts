/**
 * Proof that the lint refuses what it should: a lint that checks nothing passes just as quietly as a clean tree.
 * One Biome run over a throwaway copy of the real `biome.json` and the real manifests, with one bad file a rule and one
 * import for every pair of workspaces; no file of the tree is touched.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')

/** Who may import whom; the drawing of the same is in CONTRIBUTING.md. testkit is for tests and so for all. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/protocol': [],
  'packages/document': [],
  'packages/testkit': [],
  'packages/store': ['protocol'],
  'packages/backplane': ['protocol'],
  'packages/client': ['document', 'protocol'],
  'packages/editor': ['document'],
  'packages/api': ['protocol'],
  'sync-server': ['api', 'backplane', 'document', 'protocol', 'store'],
  web: ['api', 'client', 'document', 'editor', 'protocol'],
}
const PACKAGES = ['api', 'backplane', 'client', 'document', 'editor', 'protocol', 'store', 'sync-server', 'web']
const BROWSER = ['packages/protocol', 'packages/document', 'packages/client', 'packages/editor', 'packages/api', 'web']

const importOf = (name: string) => `import * as theirs from '${name}'\n\nexport const mine = theirs\n`
const probePath = (folder: string, name: string) => `${folder}/src/probe-${name}.ts`

const files = new Map<string, string>()
for (const folder of Object.keys(ALLOWED)) {
  for (const name of PACKAGES) {
    files.set(probePath(folder, name), importOf(`@dure/${name}`))
    files.set(probePath(folder, `${name}-subpath`), importOf(`@dure/${name}/part`))
  }
  files.set(probePath(folder, 'deep'), importOf('@dure/protocol/src/bytes.ts'))
  files.set(probePath(folder, 'escape'), importOf('../../protocol/src/bytes.ts'))
  files.set(probePath(folder, 'testkit'), importOf('@dure/testkit'))
  files.set(probePath(folder, 'node'), importOf('node:fs'))
}
files.set('packages/store/src/undeclared.ts', importOf('left-pad'))
files.set('packages/store/src/development.ts', importOf('vitest'))
files.set('packages/store/src/development.test.ts', importOf('vitest'))
files.set('packages/store/src/floating.ts', 'async function save() {}\n\nexport function close() {\n  save()\n}\n')
files.set('packages/store/src/hen.ts', "import type { Egg } from './egg.ts'\n\nexport type Hen = Egg[]\n")
files.set('packages/store/src/egg.ts', "import type { Hen } from './hen.ts'\n\nexport type Egg = Hen[]\n")

let copy = ''
const found = new Map<string, Set<string>>()

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'dure-lint-'))
  await cp(join(ROOT, 'biome.json'), join(copy, 'biome.json'))
  for (const folder of ['.', 'packages/testkit', ...Object.keys(ALLOWED)]) {
    await mkdir(join(copy, folder), { recursive: true })
    await cp(join(ROOT, folder, 'package.json'), join(copy, folder, 'package.json'))
  }
  for (const [path, text] of files) {
    await mkdir(dirname(join(copy, path)), { recursive: true })
    await writeFile(join(copy, path), text)
  }
  for (const { path, rule } of await lint(copy)) {
    const rules = found.get(path) ?? new Set()
    found.set(path, rules.add(rule))
  }
}, 60_000)
afterAll(() => rm(copy, { recursive: true, force: true }))

const rulesAt = (path: string): readonly string[] => {
  expect(files.has(path), `${path} is one of the linted files`).toBe(true)
  return [...(found.get(path) ?? [])]
}

describe('the lint', () => {
  for (const [folder, allowed] of Object.entries(ALLOWED)) {
    test(`lets ${folder} import ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'none of the others'}`, () => {
      const passes = (name: string) => !rulesAt(probePath(folder, name)).includes('lint/style/noRestrictedImports')
      expect(PACKAGES.filter(passes)).toEqual(allowed)
      expect(PACKAGES.filter((name) => passes(`${name}-subpath`))).toEqual(allowed)
    })
    test(`refuses to reach past another package's exports from ${folder}`, () => {
      expect(rulesAt(probePath(folder, 'deep'))).toContain('lint/style/noRestrictedImports')
      expect(rulesAt(probePath(folder, 'escape'))).toContain('lint/style/noRestrictedImports')
    })
    if (folder !== 'packages/testkit') {
      test(`refuses the test kit in what ${folder} ships`, () => {
        expect(rulesAt(probePath(folder, 'testkit'))).toContain('lint/correctness/noUndeclaredDependencies')
      })
    }
    const forBrowsers = BROWSER.includes(folder)
    test(`${forBrowsers ? 'refuses' : 'allows'} Node's modules in ${folder}`, () => {
      expect(rulesAt(probePath(folder, 'node')).includes('lint/correctness/noNodejsModules')).toBe(forBrowsers)
    })
  }

  test('refuses a dependency that the manifest does not declare', () => {
    expect(rulesAt('packages/store/src/undeclared.ts')).toContain('lint/correctness/noUndeclaredDependencies')
  })
  test('refuses a development dependency outside tests', () => {
    expect(rulesAt('packages/store/src/development.ts')).toContain('lint/correctness/noUndeclaredDependencies')
    expect(rulesAt('packages/store/src/development.test.ts')).toEqual([])
  })
  test('refuses a floating promise', () => {
    expect(rulesAt('packages/store/src/floating.ts')).toContain('lint/nursery/noFloatingPromises')
  })
  test('refuses an import cycle, types included', () => {
    expect(rulesAt('packages/store/src/hen.ts')).toContain('lint/suspicious/noImportCycles')
    expect(rulesAt('packages/store/src/egg.ts')).toContain('lint/suspicious/noImportCycles')
  })
  test('reads the configuration that the tree is linted with', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    expect(manifest).toHaveProperty('scripts.lint', 'biome check --error-on-warnings .')
  })
})

async function lint(folder: string): Promise<readonly { path: string; rule: string }[]> {
  const args = [BIOME, 'lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.']
  const report = await new Promise<string>((answer) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (_failed, stdout) => answer(stdout))
  })
  const parsed: unknown = JSON.parse(report)
  if (!isReport(parsed)) throw new Error(`Not a report of Biome: ${report.slice(0, 500)}`)
  return parsed.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ category, location }) => ({ rule: category, path: location.path.replaceAll('\\', '/') }))
}

interface BiomeReport {
  readonly diagnostics: readonly { severity: string; category: string; location: { path: string } }[]
}

function isReport(value: unknown): value is BiomeReport {
  return typeof value === 'object' && value !== null && 'diagnostics' in value && Array.isArray(value.diagnostics)
}
