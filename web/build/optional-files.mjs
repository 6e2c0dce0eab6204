/**
 * Files of libraries that are served as they are, because they are too large to be kept by every browser (the service
 * worker keeps all chunks of a build) or must run apart from the page: mermaid, in its sandboxed frame, and the names of
 * emoji, of which few people need the most.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const WEB = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

/** @param {string} folder the public folder of a server: of the built one, or web/public while developing */
export function copyOptionalFiles(folder) {
  const diagram = join(folder, 'diagram')
  mkdirSync(diagram, { recursive: true })
  for (const name of ['frame.html', 'frame.js']) cpSync(join(WEB, 'diagram', name), join(diagram, name))
  const mermaid = join(dirname(require.resolve('mermaid/package.json')), 'dist', 'mermaid.min.js')
  cpSync(mermaid, join(diagram, 'mermaid.min.js'))
  const emoji = join(folder, 'emoji')
  mkdirSync(emoji, { recursive: true })
  for (const language of ['en', 'ko'])
    writeFileSync(join(emoji, `${language}.json`), JSON.stringify(emojiRows(language)))
}

/**
 * The emoji, its name, what else it is called, its shortcodes: what features/document/emoji/emoji.ts reads.
 * @param {string} language
 */
function emojiRows(language) {
  const read = (/** @type {string} */ name) =>
    JSON.parse(readFileSync(require.resolve(`emojibase-data/${name}`), 'utf8'))
  const codes = read('en/shortcodes/github.json')
  return read(`${language}/compact.json`)
    .filter((/** @type {any} */ { group }) => group !== undefined && group !== 2)
    .map((/** @type {any} */ { unicode, label, tags = [], hexcode }) => [
      unicode,
      label,
      tags,
      language === 'en' ? [codes[hexcode] ?? []].flat() : [],
    ])
}

if (import.meta.main) copyOptionalFiles(join(WEB, 'public'))
