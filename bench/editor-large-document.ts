/**
 * Large documents: opening, one key here, one key from elsewhere, Enter, and 50 carets, at 3,000 and 10,000 blocks, in
 * one run beside the stock binding (y-tiptap) and a plain ProseMirror editor with the same blocks.
 *
 *     node bench/editor-large-document.ts [--only jsdom|chromium] [--profile path] [blocks …]
 *
 * In jsdom what is measured is script. In Chromium `shown` counts the layout after it, too. Each number is a median,
 * p95 behind it: of 3 openings after one that warms up, of 60 keys after 20, of 20 frames of carets.
 */
import { parseArgs } from 'node:util'
import './src/editor/in-jsdom.ts'
import { contenders } from './src/editor/contenders.ts'
import { benchInChromium } from './src/editor/in-chromium.ts'
import { CARETS, type EditorFigures, measureEditor, type Took } from './src/editor/measure-editor.ts'

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, profile: { type: 'string' } },
  allowPositionals: true,
})
const sizes = positionals.length > 0 ? positionals.map(Number) : [3_000, 10_000]

const pair = (median: number, p95: number): string =>
  `${median.toFixed(median < 10 ? 2 : 0)} / ${p95.toFixed(p95 < 10 ? 2 : 0)}`
const script = (took: Took | undefined): string => (took ? pair(took.script, took.scriptP95) : '')
const shown = (took: Took | undefined): string => (took ? pair(took.shown, took.shownP95) : '')

const ratio = (mine: Took | undefined, theirs: Took | undefined, of: 'script' | 'shown'): string =>
  mine && theirs ? `${(mine[of] / theirs[of]).toFixed(2)} ×` : '?'

function report(where: string, blocks: number, figures: readonly EditorFigures[]): void {
  const of = where === 'jsdom' ? 'script' : 'shown'
  console.info(`\n${blocks} blocks in ${where}, ms (median / p95)`)
  const rows = figures.map(({ name, opening, whole, localKey, enterKey, remoteKey, carets }) => ({
    editor: name,
    open: pair(opening.script, opening.scriptP95),
    ...(of === 'shown' ? { 'open, shown': shown(opening) } : {}),
    whole: of === 'shown' ? shown(whole) : script(whole),
    key: script(localKey),
    ...(of === 'shown' ? { 'key, shown': shown(localKey) } : {}),
    enter: script(enterKey),
    ...(of === 'shown' ? { 'enter, shown': shown(enterKey) } : {}),
    'remote key': script(remoteKey),
    ...(of === 'shown' ? { 'remote, shown': shown(remoteKey), [`${CARETS} carets`]: shown(carets) } : {}),
  }))
  console.table(rows)
  const [plain, stock, dure] = figures
  for (const kind of of === 'shown' ? (['script', 'shown'] as const) : (['script'] as const))
    console.info(
      [
        `${kind}: Dure opens in ${ratio(dure?.opening, stock?.opening, kind)} stock (aim 0.7; to the last block ${ratio(dure?.whole, stock?.whole, kind)})`,
        `local key ${ratio(dure?.localKey, plain?.localKey, kind)} plain (aim 1.2)`,
        `remote key ${ratio(dure?.remoteKey, stock?.remoteKey, kind)} stock (aim 0.2)`,
      ].join(', '),
    )
}

if (values.only !== 'chromium')
  for (const blocks of sizes) {
    const figures: EditorFigures[] = []
    for (const contender of contenders) figures.push(await measureEditor(contender, blocks, false))
    report('jsdom', blocks, figures)
  }
if (values.only !== 'jsdom') {
  const bench = await benchInChromium(values.profile)
  for (const blocks of sizes) {
    const figures: EditorFigures[] = []
    for (const { name } of contenders) figures.push(await bench.measure(name, blocks))
    report('Chromium', blocks, figures)
  }
  await bench.close()
}
// jsdom keeps timers.
process.exit(0)
