/**
 * What comes from elsewhere, made flat before it is parsed: nested ul, ol and li of HTML, Google Docs and Notion, and
 * Word's list paragraphs, become one element a block with its kind and indent as data.
 */
import { MAX_INDENT } from '@dure/document'
import { namePastedBlocks } from './pasted-blocks.ts'

/** What starts a block of its own inside an item. */
const BLOCK_TAGS = 'p,div,h1,h2,h3,h4,h5,h6,pre,blockquote,ul,ol,table,hr,figure'

export function flattenPastedHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  namePastedBlocks(page)
  flattenWordLists(page)
  for (const list of page.querySelectorAll('ul, ol'))
    if (!list.parentElement?.closest('ul, ol')) list.replaceWith(...flatten(list, 0, page))
  for (const quote of page.querySelectorAll('blockquote')) flattenQuote(quote, page)
  return page.body.innerHTML
}

function flatten(list: Element, indent: number, page: Document): Element[] {
  const blocks: Element[] = []
  for (const child of list.children) {
    if (child.matches('ul, ol')) blocks.push(...flatten(child, indent + 1, page))
    else if (child.matches('li')) blocks.push(...flattenItem(child, list, indent, page))
  }
  return blocks
}

function flattenItem(item: Element, list: Element, indent: number, page: Document): Element[] {
  const block = page.createElement('div')
  const box = item.querySelector(
    ':scope > input[type="checkbox"], :scope > label > input[type="checkbox"], :scope > p > input[type="checkbox"]',
  )
  const checked = item.getAttribute('data-checked') ?? item.getAttribute('aria-checked')
  const isTask = box !== null || checked !== null
  block.dataset['kind'] = isTask ? 'task' : list.matches('ol') ? 'ordered' : 'bullet'
  const depth = Math.min(MAX_INDENT, Math.max(saidLevel(item), indent))
  block.dataset['indent'] = String(depth)
  const id = item.getAttribute('data-id')
  if (id !== null) block.dataset['id'] = id
  if (isTask) block.dataset['checked'] = String(checked === 'true' || box?.hasAttribute('checked') === true)
  box?.remove()
  const rest: Element[] = []
  for (const child of partsOf(item)) {
    if (child instanceof Element && child.matches('ul, ol')) rest.push(...flatten(child, indent + 1, page))
    else if (child instanceof HTMLElement && child.matches('pre, hr, table, blockquote, figure, [data-node]')) {
      // Under the item, which it does not part from the next.
      if (child.matches('pre')) child.dataset['indent'] = String(Math.min(MAX_INDENT, depth + 1))
      rest.push(child)
    } else if (child instanceof Element && child.matches(BLOCK_TAGS) && !child.querySelector(BLOCK_TAGS)) {
      if (block.textContent?.trim() === '' && rest.length === 0) block.replaceChildren(...child.childNodes)
      else {
        const follow = page.createElement('div')
        follow.dataset['kind'] = 'paragraph'
        follow.dataset['indent'] = String(Math.min(MAX_INDENT, depth + 1))
        follow.append(...child.childNodes)
        rest.push(follow)
      }
    } else if (rest.length === 0) block.append(child)
    else if (child.textContent?.trim()) rest.push(child instanceof Element ? child : paragraphOf(child, page))
  }
  trimEnds(block)
  return [block, ...rest]
}

/** What stands in an item, out of the boxes that some put around it. */
function partsOf(item: Element): readonly ChildNode[] {
  return [...item.childNodes].flatMap((child) => {
    const isBox = child instanceof Element && child.matches('div:not([data-node])') && child.querySelector(BLOCK_TAGS)
    return isBox ? partsOf(child) : [child]
  })
}

/** Google Docs, Word on the web and Slack say how deep an item is in an attribute, and nest their lists wrongly or not at all. */
function saidLevel(item: Element): number {
  const level = item.getAttribute('aria-level') ?? item.getAttribute('data-aria-level')
  const said = level === null ? Number(item.getAttribute('data-stringify-indent') ?? 0) : Number.parseInt(level, 10) - 1
  return Number.isInteger(said) ? said : 0
}

function paragraphOf(child: Node, page: Document): Element {
  const paragraph = page.createElement('p')
  paragraph.append(child)
  return paragraph
}

/** White space between tags is layout in a list's source, not text. */
function trimEnds(block: Element): void {
  const { firstChild, lastChild } = block
  if (firstChild instanceof Text) firstChild.data = firstChild.data.trimStart()
  if (lastChild instanceof Text) lastChild.data = lastChild.data.trimEnd()
}

/** Each paragraph of it is a quote; what else stands in it stays what it is. */
function flattenQuote(quote: Element, page: Document): void {
  if (quote.matches('[data-kind]')) return
  const blocks: Element[] = []
  /** Words that stand in no paragraph. */
  let line: Element | undefined
  const said = (parts: Iterable<Node>): Element => {
    const block = page.createElement('div')
    block.dataset['kind'] = 'quote'
    block.append(...parts)
    blocks.push(block)
    return block
  }
  for (const part of partsOf(quote)) {
    if (!(part instanceof Element) || !part.matches(`${BLOCK_TAGS},[data-node]`)) {
      if (line) line.append(part)
      else if (part instanceof Element || part.textContent?.trim()) line = said([part])
    } else {
      line = undefined
      if (part.matches('p, div:not([data-kind], [data-node])')) said([...part.childNodes])
      else blocks.push(part)
    }
  }
  for (const block of blocks) if (block.matches('[data-kind="quote"]')) trimEnds(block)
  quote.replaceWith(...blocks)
}

/** Not a bullet of a font that has letters for signs: `1.`, `a)`, `(iv)`, `가.`, `①`. */
const NUMBER = /^\s*(?:\(?(?:\d{1,4}|[A-Za-z]{1,6}|[가-힣ㄱ-ㅎ])[.)]|[①-⑳㉠-㉻])/

const WORD_LEVEL = /mso-list:\s*l\d+\s+level(\d+)/

/** Word copies list items as paragraphs that name their list and level in a style, with the marker as text. */
function flattenWordLists(page: Document): void {
  // Of a heading the number is a part.
  for (const marker of page.querySelectorAll(':is(h1, h2, h3, h4, h5, h6) span[style*="mso-list:Ignore"]'))
    marker.textContent = `${marker.textContent?.trim() ?? ''} `
  for (const paragraph of page.querySelectorAll('p[style*="mso-list"]')) {
    const level = WORD_LEVEL.exec(paragraph.getAttribute('style') ?? '')?.[1]
    const marker = paragraph.querySelector('span[style*="mso-list:Ignore"], span[style*="mso-list: Ignore"]')
    if (level === undefined) continue
    const block = page.createElement('div')
    block.dataset['kind'] = NUMBER.test(marker?.textContent ?? '') ? 'ordered' : 'bullet'
    block.dataset['indent'] = String(Math.min(MAX_INDENT, Number(level) - 1))
    marker?.remove()
    block.append(...paragraph.childNodes)
    trimEnds(block)
    paragraph.replaceWith(block)
  }
}
