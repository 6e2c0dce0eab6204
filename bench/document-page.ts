/**
 * Opening a document of a hundred pages, to readable text and to typing, and typing in it: Dure's page from a production
 * build, beside Tiptap with y-websocket on a bare page, with the same text on the same machine, in real Chromium.
 *
 *     (cd web && npm run build) && node bench/document-page.ts [openings]
 *
 * Each opening is by somebody who was never there: nothing is in the browser's caches. Medians, and p95 of all keys.
 */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openDocument } from '@dure/client'
import { BLOCK, contentOf, newElement } from '@dure/document'
import { type Browser, chromium } from '@playwright/test'
import { build } from 'rolldown'
import * as Y from 'yjs'
import { deploy, freePorts } from '../e2e/world/deployment.ts'
import { hundredPages, LAST_WORDS } from './src/page/hundred-pages.ts'
import { type Opening, openAndType } from './src/page/open-in-chromium.ts'
import { yWebsocket } from './src/peers/y-websocket.ts'

/** Where distributions put Chromium; elsewhere Playwright's own is used (`npx playwright install chromium`). */
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

interface Subject {
  readonly name: string
  readonly address: string
  close(): Promise<void>
}

async function dure(): Promise<Subject> {
  const deployment = await deploy(1)
  const [server] = deployment.replicas
  const documentId = await server.createDocument()
  const connection = openDocument({ serverUrl: server.origin, documentId, doc: new Y.Doc() })
  await connection.whenSynced
  connection.doc.transact(() => {
    const lines = hundredPages()
    const elements = lines.slice(0, -1).map(({ heading, text }, index) => {
      const element = newElement(BLOCK, `b${index}`, heading ? { kind: 'heading', level: 2 } : { kind: 'paragraph' })
      element.insert(0, [new Y.XmlText(text)])
      return element
    })
    // The block that every document begins with is its last.
    const last = contentOf(connection.doc).get(0)
    const text = last instanceof Y.XmlElement ? last.get(0) : undefined
    if (text instanceof Y.XmlText) text.insert(0, lines.at(-1)?.text ?? '')
    contentOf(connection.doc).insert(0, elements)
    connection.doc.getText('title').insert(0, 'A hundred pages')
  })
  await connection.whenSaved()
  await connection.close()
  return { name: 'Dure', address: `${server.origin}/d/${documentId}`, close: () => deployment.stop() }
}

async function stock(browser: Browser): Promise<Subject> {
  const {
    output: [script],
  } = await build({
    input: fileURLToPath(new URL('src/page/stock-page.ts', import.meta.url)),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    output: { format: 'iife', minify: true },
    write: false,
    logLevel: 'warn',
  })
  const [port = 0] = await freePorts(1)
  const server = await yWebsocket.launch('', port)
  const page = '<!doctype html><meta charset="utf-8"><title>stock</title><main></main><script src="/page.js"></script>'
  const web = createServer((request, response) => {
    const isScript = request.url?.startsWith('/page.js') === true
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script.code : page)
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  const { port: webPort } = web.address() as AddressInfo
  const socket = encodeURIComponent(server.origin.replace('http', 'ws'))
  const address = `http://127.0.0.1:${webPort}/?room=pages&socket=${socket}`
  // It holds what somebody is there for: one page stays open.
  const writer = await browser.newPage()
  await writer.goto(`${address}&seed`)
  const reader = await browser.newPage()
  await reader.goto(address)
  await reader.getByText(LAST_WORDS).waitFor()
  await reader.close()
  return {
    name: 'Tiptap + y-websocket',
    address,
    close: async () => {
      web.close()
      await server.kill()
    },
  }
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
const quantile = (values: readonly number[], share: number): string =>
  at(
    values.toSorted((one, other) => one - other),
    share,
  ).toFixed(0)

const openings = Number(process.argv[2] ?? 5)
const browser = await chromium.launch({
  ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
  args: ['--no-sandbox', '--disable-gpu'],
})
const subjects = [await dure(), await stock(browser)]
const rows: Record<string, string>[] = []
for (const { name, address } of subjects) {
  const taken: Opening[] = []
  // The first warms the servers up.
  for (let opening = 0; opening <= openings; opening += 1) taken.push(await openAndType(browser, address))
  const counted = taken.slice(1)
  const median = (pick: (opening: Opening) => number): string => quantile(counted.map(pick), 0.5)
  const keys = counted.flatMap((opening) => opening.keys)
  rows.push({
    page: name,
    'readable text, ms': median((opening) => opening.text),
    'typing, ms': median((opening) => opening.typing),
    'last words, ms': median((opening) => opening.whole),
    'key median, ms': quantile(keys, 0.5),
    'key p95, ms': quantile(keys, 0.95),
  })
}
console.info(`\nA document of a hundred pages (${hundredPages().length} blocks), ${openings} openings each`)
console.table(rows)
await browser.close()
for (const { close } of subjects) await close()
process.exit(0)
