/**
 * Diagrams, drawn by Mermaid in a sandboxed frame (web/diagram): one hidden frame for all of them, made with the first.
 * What comes back is shown as an image, so nothing in it can run, load or reach anything.
 */
export interface Drawn {
  readonly kind: 'drawn'
  /** An address for an image. */
  readonly src: string
  readonly width: number
  readonly height: number
}

export type DiagramAnswer =
  | Drawn
  | { readonly kind: 'wrong'; readonly reason: string }
  | { readonly kind: 'unavailable' }

const FRAME = '/diagram/frame.html'
/** Loading a megabyte on a slow line included. */
const PATIENCE_MS = 30_000
/** Sources longer than this are not drawn: the frame would work for minutes. */
const MAX_SOURCE = 20_000
const MAX_SIDE_PX = 10_000

interface Frame {
  readonly element: HTMLIFrameElement
  readonly ready: Promise<boolean>
  readonly waiting: Map<number, (answer: DiagramAnswer) => void>
}

let frame: Frame | undefined
let asked = 0

export async function drawDiagram(source: string, dark: boolean): Promise<DiagramAnswer> {
  if (source.length > MAX_SOURCE) return { kind: 'unavailable' }
  frame ??= openFrame()
  const { element, ready, waiting } = frame
  const isReady = await ready
  if (!isReady) {
    // The next one tries again: there may be a network by then.
    element.remove()
    if (frame?.element === element) frame = undefined
    return { kind: 'unavailable' }
  }
  asked += 1
  const id = asked
  const { promise, resolve } = Promise.withResolvers<DiagramAnswer>()
  const timer = setTimeout(() => resolve({ kind: 'unavailable' }), PATIENCE_MS)
  waiting.set(id, resolve)
  // The sandbox has no origin that could be named.
  element.contentWindow?.postMessage({ id, source, dark }, '*')
  const answer = await promise
  clearTimeout(timer)
  waiting.delete(id)
  return answer
}

function openFrame(): Frame {
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', 'allow-scripts')
  element.src = FRAME
  element.title = 'diagrams'
  element.tabIndex = -1
  element.setAttribute('aria-hidden', 'true')
  // Laid out, so that text can be measured in it, and not seen.
  element.style.cssText =
    'position:fixed;left:-2000px;top:0;width:1000px;height:800px;border:0;visibility:hidden;pointer-events:none'
  const waiting: Frame['waiting'] = new Map()
  const { promise: ready, resolve } = Promise.withResolvers<boolean>()
  setTimeout(() => resolve(false), PATIENCE_MS)
  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source !== element.contentWindow || typeof data !== 'object' || data === null) return
    if ('ready' in data) resolve(true)
    else if ('id' in data && typeof data.id === 'number') waiting.get(data.id)?.(answerOf(data))
  })
  document.body.append(element)
  return { element, ready, waiting }
}

/** The frame ran what a person wrote: its word is taken for a picture and its size, and nothing else. */
function answerOf(data: object): DiagramAnswer {
  if ('error' in data) return { kind: 'wrong', reason: String(data.error).slice(0, 300) }
  if (!('svg' in data) || typeof data.svg !== 'string') return { kind: 'unavailable' }
  const side = (name: 'width' | 'height'): number => {
    const raw = name in data ? Number((data as Record<string, unknown>)[name]) : Number.NaN
    return Number.isFinite(raw) ? Math.min(MAX_SIDE_PX, Math.max(1, Math.round(raw))) : 300
  }
  const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(data.svg)}`
  return { kind: 'drawn', src, width: side('width'), height: side('height') }
}
