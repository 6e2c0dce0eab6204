/**
 * What other programs put on the clipboard for blocks that HTML has no word for, or several: Notion's and GitHub's
 * callouts, toggles and tasks, formulas of KaTeX and MathJax, tables of Word, Excel and word processors for Hangul.
 * Made into the elements that the editor reads; what is not known stays as it is.
 */
import { safeUrl } from '@dure/document'
import { MAX_COLUMNS } from '../behaviour/structure-commands.ts'
import { readPastedCode } from './pasted-code.ts'
import { squareTable } from './pasted-tables.ts'

const FORMULA = 'annotation[encoding="application/x-tex"]'

export function namePastedBlocks(page: Document): void {
  for (const junk of page.querySelectorAll('style, script, meta, title, link, xml')) junk.remove()
  readMath(page)
  readToggles(page)
  readCallouts(page)
  readTasks(page)
  readPastedCode(page)
  readFrames(page)
  readColumns(page)
  for (const list of page.querySelectorAll('nav.table_of_contents, nav.contents'))
    list.replaceWith(node(page, 'contents', {}))
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

/** A page within the page is shown when somebody asks for it; sound and film of other sites are links to them. */
function readFrames(page: Document): void {
  for (const frame of page.querySelectorAll('iframe')) {
    const src = safeUrl(frame.getAttribute('src')?.replace(/^\/\//, 'https://'))
    if (src !== undefined && /^https?:/i.test(src)) frame.replaceWith(node(page, 'embed', { src }))
    else frame.remove()
  }
  for (const media of page.querySelectorAll('video:not([data-node]), audio')) {
    const src = media.getAttribute('src') ?? media.querySelector('source')?.getAttribute('src')
    const href = safeUrl(src)
    if (href === undefined || !/^https?:/i.test(href)) {
      media.remove()
      continue
    }
    const link = page.createElement('a')
    link.href = href
    link.textContent = media.getAttribute('title')?.trim() || href
    const line = page.createElement('p')
    line.append(link)
    media.replaceWith(line)
  }
}

/** As Notion and Dure export them. */
function readColumns(page: Document): void {
  for (const list of page.querySelectorAll('.column-list, .columns')) {
    const parts = [...list.children]
    const isRow = parts.length > 1 && parts.length <= MAX_COLUMNS && parts.every((part) => part.matches('.column'))
    if (list.matches('[data-node]') || !isRow) continue
    const columns = node(page, 'columns', {})
    for (const part of parts) {
      const { width, flexGrow } = (part as HTMLElement).style
      const share = Math.round(Number.parseFloat(/%$/.test(width) ? width : flexGrow))
      const column = node(page, 'column', share >= 1 && share <= 100 ? { width: share } : {})
      column.append(...part.childNodes)
      columns.append(column)
    }
    list.replaceWith(columns)
  }
}
