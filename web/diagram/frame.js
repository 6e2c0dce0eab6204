/**
 * Draws diagrams for the page that frames this one. It runs in a sandbox without an origin, under a policy that lets it
 * load nothing: what somebody wrote as a diagram can at worst spoil its own picture. The page takes the answer as an
 * image, never as markup.
 *
 * In: { id, source, dark }. Out: { ready: true } once, then { id, svg, width, height } or { id, error }.
 */
const mermaid = globalThis.mermaid
/** Labels are measured and shown in the same font: an image has none of the page's. */
const FONT = 'system-ui, sans-serif'

let queue = Promise.resolve()
let count = 0

addEventListener('message', ({ source: page, data }) => {
  if (page !== parent || typeof data?.source !== 'string') return
  queue = queue.then(() => draw(data))
})

async function draw({ id, source, dark }) {
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: dark ? 'dark' : 'neutral',
      fontFamily: FONT,
      // HTML in an image is drawn by some browsers only.
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      maxTextSize: 20_000,
      maxEdges: 500,
    })
    count += 1
    const { svg } = await mermaid.render(`diagram-${count}`, source)
    const drawn = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg')
    if (!drawn) throw new Error('nothing was drawn')
    const [, , width = 400, height = 300] = (drawn.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
    drawn.setAttribute('width', String(width))
    drawn.setAttribute('height', String(height))
    drawn.style.removeProperty('max-width')
    parent.postMessage({ id, svg: new XMLSerializer().serializeToString(drawn), width, height }, '*')
  } catch (error) {
    parent.postMessage({ id, error: error instanceof Error ? error.message : String(error) }, '*')
  }
  // What mermaid leaves behind when it fails.
  for (const element of [...document.body.children]) if (element.localName !== 'script') element.remove()
}

parent.postMessage({ ready: true }, '*')
