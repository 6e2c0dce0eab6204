/**
 * What other programs wrap text in that says nothing, or says it in a way of their own: taken off before anything else
 * reads what is pasted, so that bold which is none, emoji that are pictures and lines held open are what they mean.
 */

/** Of Dure itself, which says what it means. */
const OWN = '[data-kind], [data-id], [data-node]'

export function plainPastedHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  readOffice(page)
  for (const bold of page.querySelectorAll<HTMLElement>('b, strong'))
    if (/^(normal|[1-5]00)$/.test(bold.style.fontWeight)) bold.replaceWith(...bold.childNodes)
  forgetNothings(page)
  readSigns(page)
  readHighlights(page)
  for (const link of page.querySelectorAll('a[href]')) if (!link.closest(OWN)) forgetUnderline(link)
  for (const line of page.querySelectorAll('br')) readBreak(line, page)
  return page.body.innerHTML
}

/** Blogs and mail hold empty lines open by characters that nobody sees. */
function forgetNothings(page: Document): void {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    if (/^[\u200b\ufeff]+$/.test(text.nodeValue ?? '') && !text.parentElement?.closest(OWN)) text.nodeValue = ''
}

/** Of Word on the desktop and on the web: ends of paragraphs, remarks in the margin, titles and quotes by their style. */
function readOffice(page: Document): void {
  const nothing = '[style*="mso-element:comment"], .MsoCommentReference, .EOP'
  for (const element of page.querySelectorAll(nothing)) element.remove()
  for (const end of page.getElementsByTagName('o:p')) if (end.textContent?.trim() === '') end.textContent = ''
  for (const [style, tag] of [
    ['p.MsoTitle', 'h1'],
    ['p.MsoQuote, p.MsoIntenseQuote', 'blockquote'],
  ] as const)
    for (const element of page.querySelectorAll(style)) become(element, tag, page)
  for (const heading of page.querySelectorAll('p[role="heading"][aria-level]')) {
    const level = Number(heading.getAttribute('aria-level'))
    if (level >= 1 && level <= 6) become(heading, `h${level}`, page)
  }
}

function become(element: Element, tag: string, page: Document): void {
  const made = page.createElement(tag)
  made.append(...element.childNodes)
  element.replaceWith(made)
}

const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3)(?:\p{Emoji}|\u200d|\ufe0f)*$/u

/** Emoji that a chat draws as pictures, and the boxes that Google Docs draws beside its tasks. */
function readSigns(page: Document): void {
  for (const picture of page.querySelectorAll('img')) {
    if (picture.matches(OWN)) continue
    const sign = picture.getAttribute('data-stringify-emoji') ?? picture.dataset['emoji'] ?? picture.alt
    if (picture.matches('[aria-roledescription="checkbox"], li[role="checkbox"] > img')) picture.remove()
    else if (picture.hasAttribute('data-stringify-emoji') || EMOJI.test(sign)) picture.replaceWith(sign)
  }
}

/** Links are underlined by nature. */
function forgetUnderline(link: Element): void {
  for (const line of link.querySelectorAll('u')) line.replaceWith(...line.childNodes)
  for (const styled of [link, ...link.querySelectorAll('[style*="underline"]')])
    if (styled instanceof HTMLElement) styled.style.removeProperty('text-decoration')
}

const GROUND = /(?:^|;)\s*(?:mso-highlight|background(?:-color)?)\s*:\s*([^;]+)/gi

/** A colour behind words, but for those that pages and paper have. */
function readHighlights(page: Document): void {
  for (const span of page.querySelectorAll('span[style*="background"], font[style*="background"]')) {
    const color = colourName([...(span.getAttribute('style') ?? '').matchAll(GROUND)].at(-1)?.[1] ?? '')
    if (color === undefined || span.closest('pre, mark') || span.textContent?.trim() === '') continue
    const mark = page.createElement('mark')
    mark.dataset['color'] = color
    mark.append(...span.childNodes)
    span.append(mark)
  }
}

/** As Word calls its fifteen. */
const NAMED: Readonly<Record<string, string>> = {
  yellow: 'yellow',
  lime: 'green',
  green: 'green',
  aqua: 'blue',
  cyan: 'blue',
  blue: 'blue',
  teal: 'blue',
  fuchsia: 'pink',
  magenta: 'pink',
  purple: 'purple',
  red: 'red',
  olive: 'yellow',
  silver: 'gray',
  lightgrey: 'gray',
}

/** Where one colour ends and the next begins, in degrees around the wheel. */
const HUES: readonly (readonly [until: number, name: string])[] = [
  [15, 'red'],
  [45, 'orange'],
  [70, 'yellow'],
  [165, 'green'],
  [255, 'blue'],
  [290, 'purple'],
  [345, 'pink'],
  [360, 'red'],
]

export function colourName(raw: string): string | undefined {
  const text = raw.trim().toLowerCase()
  if (Object.hasOwn(NAMED, text)) return NAMED[text]
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/
    .exec(text)
    ?.slice(1)
    .map((part) => Number.parseInt(part, 16))
  const [red, green, blue] = hex ?? /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(text)?.slice(1).map(Number) ?? []
  if (red === undefined || green === undefined || blue === undefined) return undefined
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const spread = most - least
  // Paper and ink are no colours; nor is what white letters stand on.
  if (spread < 20 || most + least < 255) return undefined
  const sixth =
    most === red ? (green - blue) / spread : most === green ? 2 + (blue - red) / spread : 4 + (red - green) / spread
  const hue = (sixth * 60 + 360) % 360
  return HUES.find(([until]) => hue <= until)?.[1]
}

const BLOCKS =
  'p,div,h1,h2,h3,h4,h5,h6,ul,ol,li,dl,dt,dd,table,tbody,thead,tr,td,th,pre,blockquote,hr,figure,section,article,aside,details,summary'

/** A break between blocks is an empty line; one that ends a block, or is all of it, only holds its last line open. */
function readBreak(line: Element, page: Document): void {
  if (line.matches('.Apple-interchange-newline')) line.remove()
  // In code it is a line.
  else if (line.closest(`pre, codeblock, code, ${OWN}`)) return
  else {
    const [before, after] = [beside(line, 'previousSibling'), beside(line, 'nextSibling')]
    if (isBlock(before) && (after === null || isBlock(after))) line.replaceWith(page.createElement('p'))
    else if (isBlock(after) && before === null) line.replaceWith(page.createElement('p'))
    else if (isLastIn(line)) line.remove()
  }
}

const isBlock = (node: Node | null): boolean => node instanceof Element && node.matches(BLOCKS)

/** What stands there and is seen. */
function beside(line: Node, side: 'previousSibling' | 'nextSibling'): Node | null {
  let found = line[side]
  while (found && !(found instanceof Element) && (found.textContent?.trim() === '' || !(found instanceof Text)))
    found = found[side]
  return found
}

function isLastIn(line: Element): boolean {
  let at: Element = line
  while (beside(at, 'nextSibling') === null) {
    const parent = at.parentElement
    if (!parent || parent.matches('body') || parent.matches(BLOCKS)) return true
    at = parent
  }
  return isBlock(beside(at, 'nextSibling'))
}
