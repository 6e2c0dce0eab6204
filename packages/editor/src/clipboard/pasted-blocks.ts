/**
 * What other programs put on the clipboard for blocks that HTML has no word for, or several: Notion's and GitHub's
 * callouts, toggles and tasks, formulas of KaTeX and MathJax, tables of Word, Excel and word processors for Hangul.
 * Made into the elements that the editor reads; what is not known stays as it is.
 */

const FORMULA = 'annotation[encoding="application/x-tex"]'

export function namePastedBlocks(page: Document): void {
  for (const junk of page.querySelectorAll('style, script, meta, title, link, xml')) junk.remove()
  readMath(page)
  readToggles(page)
  readCallouts(page)
  readTasks(page)
  readCode(page)
  for (const table of page.querySelectorAll('table')) squareTable(table, page)
}

function node(page: Document, name: string, attributes: Record<string, unknown>): HTMLElement {
  const element = page.createElement('div')
  element.dataset['node'] = name
  element.dataset['attributes'] = JSON.stringify(attributes)
  return element
}

/** KaTeX and MathJax carry the source beside what they drew. */
function readMath(page: Document): void {
  for (const drawn of page.querySelectorAll('.katex-display, figure.equation, .katex, mjx-container, math')) {
    if (!page.contains(drawn)) continue
    const source = drawn.querySelector(FORMULA)?.textContent?.trim() ?? drawn.getAttribute('alttext')?.trim()
    if (!source) continue
    const isBlock =
      drawn.matches('.katex-display, figure.equation, [display="true"], [display="block"]') ||
      drawn.getAttribute('display') === 'block'
    if (isBlock) drawn.replaceWith(node(page, 'math', { source }))
    else {
      const inline = page.createElement('span')
      inline.dataset['inline'] = 'inlineMath'
      inline.dataset['source'] = source
      drawn.replaceWith(inline)
    }
  }
}

/** `details` of the web; Notion's `ul.toggle` holds one. */
function readToggles(page: Document): void {
  for (const details of page.querySelectorAll('details')) {
    const toggle = node(page, 'toggle', {})
    const summary = details.querySelector(':scope > summary')
    const first = page.createElement('p')
    first.append(...(summary?.childNodes ?? []))
    summary?.remove()
    toggle.append(first, ...details.childNodes)
    const list = details.closest('ul.toggle')
    const isAlone = list?.querySelectorAll(':scope > li').length === 1
    if (list && isAlone) list.replaceWith(toggle)
    else details.replaceWith(toggle)
  }
}

/** An icon stands first in Notion's callouts, as an image or as text of its own. */
const ICON = /^\s*(\p{Extended_Pictographic}(?:\ufe0f|\u200d\p{Extended_Pictographic})*)\s*/u

const GITHUB_TONES: Readonly<Record<string, string>> = {
  note: 'info',
  tip: 'success',
  important: 'important',
  warning: 'warning',
  caution: 'danger',
}

function readCallouts(page: Document): void {
  for (const aside of page.querySelectorAll('aside, figure.callout')) {
    const icon = ICON.exec(aside.textContent ?? '')?.[1] ?? null
    const callout = node(page, 'callout', icon === null ? {} : { icon })
    if (icon !== null) dropStart(aside, icon)
    callout.append(...aside.childNodes)
    aside.replaceWith(callout)
  }
  for (const alert of page.querySelectorAll('.markdown-alert')) {
    const tone = Object.keys(GITHUB_TONES).find((name) => alert.classList.contains(`markdown-alert-${name}`))
    alert.querySelector('.markdown-alert-title')?.remove()
    const callout = node(page, 'callout', { tone: GITHUB_TONES[tone ?? 'note'] })
    callout.append(...alert.childNodes)
    alert.replaceWith(callout)
  }
}

/** Takes a text away that stands first in an element, and what held nothing but it. */
function dropStart(element: Element, text: string): void {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let found = walker.nextNode(); found; found = walker.nextNode()) {
    const at = found.textContent?.indexOf(text) ?? -1
    if (at < 0) continue
    found.textContent = (found.textContent ?? '').slice(at + text.length).trimStart()
    const parent = found.parentElement
    if (parent && parent !== element && parent.textContent?.trim() === '') parent.remove()
    return
  }
}

/** `[ ] text` as an item, as Notion copies tasks; its pages, saved, draw the box instead. */
function readTasks(page: Document): void {
  for (const item of page.querySelectorAll('li')) {
    const drawn = item.querySelector(':scope > .checkbox')
    if (drawn) {
      item.setAttribute('data-checked', String(drawn.classList.contains('checkbox-on')))
      drawn.remove()
      continue
    }
    const walker = page.createTreeWalker(item, NodeFilter.SHOW_TEXT)
    const first = walker.nextNode()
    const box = /^\s*\[( |x|X)\]\s+/.exec(first?.textContent ?? '')
    if (!first || !box) continue
    item.setAttribute('data-checked', String(box[1] !== ' '))
    first.textContent = (first.textContent ?? '').slice(box[0].length)
  }
}

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|brush:)-?\s?([\w+#-]{1,40})/

/** The language stands in a class, of `code`, `pre` or what is around them. Google Docs and editors copy code as lines. */
function readCode(page: Document): void {
  for (const pre of page.querySelectorAll('pre')) {
    if (pre.dataset['kind'] !== undefined) continue
    const code = pre.querySelector('code')
    const named = [code, pre, pre.parentElement].map((element) => LANGUAGE.exec(element?.className ?? '')?.[1])
    const language = named.find((name) => name !== undefined)
    pre.dataset['kind'] = 'code'
    if (language !== undefined) pre.dataset['language'] = language
  }
}

const MAX_SPAN = 100

/**
 * A cell spans nothing here: what a merged cell covers are empty cells, so every row has as many as the widest. A cell
 * that holds no block (Excel's) holds one line; `thead`, `colgroup` and captions are what they are around.
 */
function squareTable(table: HTMLTableElement, page: Document): void {
  const rows = [...table.rows]
  const grid: (Element | undefined)[][] = rows.map(() => [])
  for (const [at, row] of rows.entries()) {
    let column = 0
    for (const cell of [...row.cells]) {
      while (grid[at]?.[column]) column += 1
      const wide = Math.min(MAX_SPAN, Math.max(1, cell.colSpan))
      const high = Math.min(rows.length - at, Math.max(1, cell.rowSpan))
      for (let down = 0; down < high; down += 1)
        for (let across = 0; across < wide; across += 1) {
          const place = grid[at + down]
          if (place) place[column + across] = down === 0 && across === 0 ? cell : page.createElement(cell.localName)
        }
      cell.removeAttribute('colspan')
      cell.removeAttribute('rowspan')
      column += wide
    }
  }
  const width = Math.max(0, ...grid.map((cells) => cells.length))
  for (const [at, row] of rows.entries())
    row.replaceChildren(...Array.from({ length: width }, (_, column) => grid[at]?.[column] ?? page.createElement('td')))
}
