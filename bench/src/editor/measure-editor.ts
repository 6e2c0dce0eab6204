/** What one editor takes to open, for a key here and a key from elsewhere, and for 50 carets. In any page, real or not. */
import type { Node } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'
import { BLOCKS_WITH_CARETS, type Contender, prepare, type Subject } from './contenders.ts'

const OPENINGS = 3
const WARM_UP = 20
const KEYS = 60
export const CARETS = 50

/** In ms. `script` is the editor's; `shown` goes on until the browser has laid out the page. */
export interface Took {
  readonly script: number
  readonly scriptP95: number
  readonly shown: number
  readonly shownP95: number
}

export interface EditorFigures {
  readonly name: string
  /** Until what the window shows is there, and can be written in. */
  readonly opening: Took
  /** Until the last block is there. */
  readonly whole: Took
  readonly localKey: Took
  /** Enter in the middle of a block. */
  readonly enterKey: Took
  readonly remoteKey: Took | undefined
  /** One frame in which all carets move. */
  readonly carets: Took | undefined
}

interface Sample {
  readonly script: number
  readonly shown: number
}

function summary(samples: readonly Sample[]): Took {
  const at = (share: number, of: (sample: Sample) => number) => {
    const sorted = samples.map(of).sort((a, b) => a - b)
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  }
  const script = ({ script: took }: Sample) => took
  const shown = ({ shown: took }: Sample) => took
  return { script: at(0.5, script), scriptP95: at(0.95, script), shown: at(0.5, shown), shownP95: at(0.95, shown) }
}

/** Asking for geometry makes the browser lay out now what it would lay out before it paints. */
const layOut = (element: Element): void => void element.getBoundingClientRect().height

function timed(element: Element, run: () => void): Sample {
  const start = performance.now()
  run()
  const script = performance.now() - start
  layOut(element)
  return { script, shown: performance.now() - start }
}

function repeat(times: number, sample: () => Sample): Took {
  return summary(Array.from({ length: times }, sample))
}

function startOfChild(doc: Node, index: number): number {
  let start = 0
  for (let each = 0; each < index; each += 1) start += doc.child(each).nodeSize
  return start
}

const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Callbacks of a frame run in the order they were asked for: the carets' own stands between the two here. */
async function timedFrame(element: Element, act: () => void): Promise<Sample> {
  await frame()
  const started = frame().then(() => performance.now())
  act()
  const drawn = frame().then(() => performance.now())
  const [start, end] = await Promise.all([started, drawn])
  layOut(element)
  return { script: end - start, shown: performance.now() - start }
}

export async function measureEditor(
  { name, open }: Contender,
  blocks: number,
  inBrowser: boolean,
): Promise<EditorFigures> {
  prepare(blocks)
  const parent = document.createElement('div')
  if (inBrowser) document.body.append(parent)
  let subject: Subject | undefined
  const whole: Sample[] = []
  const openOnce = async (): Promise<Sample> => {
    subject?.destroy()
    parent.replaceChildren()
    layOut(parent)
    const start = performance.now()
    const sample = timed(parent, () => {
      subject = open(blocks, parent)
    })
    while ((subject?.view.state.doc.childCount ?? blocks) < blocks) await task()
    const script = performance.now() - start
    layOut(parent)
    whole.push({ script, shown: performance.now() - start })
    return sample
  }
  await openOnce()
  const openings: Sample[] = []
  for (let index = 0; index < OPENINGS; index += 1) openings.push(await openOnce())
  const opened = subject as Subject | undefined
  if (!opened) throw new Error(`${name} did not open`)
  const { view, remoteKey, placeCarets } = opened
  const position = view.state.doc.resolve(Math.floor(view.state.doc.content.size / 2)).start(1) + 3
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, position)))
  // A caret that is on screen is drawn; jsdom has no geometry to scroll by.
  if (inBrowser) {
    view.focus()
    view.dispatch(view.state.tr.scrollIntoView())
  }
  const key = (run: () => void) => {
    repeat(WARM_UP, () => timed(view.dom, run))
    return repeat(KEYS, () => timed(view.dom, run))
  }
  const localKey = key(() => view.dispatch(view.state.tr.insertText('x')))
  const remote = remoteKey && key(remoteKey)
  const carets: Sample[] = []
  if (placeCarets && inBrowser) {
    const { doc, tr } = view.state
    const middle = startOfChild(doc, Math.floor(doc.childCount / 2) + BLOCKS_WITH_CARETS)
    view.dispatch(tr.setSelection(TextSelection.create(doc, middle + 1)).scrollIntoView())
    for (let index = 0; index < WARM_UP; index += 1) carets.push(await timedFrame(view.dom, () => placeCarets(CARETS)))
    // They count for something only where they are on the screen.
    const drawn = parent.querySelectorAll('.dure-caret:not([hidden])').length
    if (drawn < CARETS) throw new Error(`${name} drew ${drawn} of ${CARETS} carets`)
  }
  const enterKey = key(() => opened.enterKey())
  opened.destroy()
  parent.remove()
  return {
    name,
    opening: summary(openings),
    whole: summary(whole.slice(1)),
    localKey,
    enterKey,
    remoteKey: remote,
    carets: carets.length > 0 ? summary(carets) : undefined,
  }
}
