/** Code as pages, editors and chats copy it: lines in `pre`, in tables with numbers, in rows of a monospaced box. */

const LANGUAGE = /(?:^|\s)(?:language|lang|highlight-source|brush:)-?\s?([\w+#-]{1,40})/

export function readPastedCode(page: Document): void {
  for (const table of page.querySelectorAll('table')) {
    const lines = [...table.querySelectorAll('td.blob-code, td.js-file-line, td.react-code-cell')]
    if (lines.length > 0) table.replaceWith(codeBlock(page, lines.map((line) => codeIn(line)).join('\n')))
  }
  for (const box of page.querySelectorAll<HTMLElement>('div[style*="monospace"]')) {
    if (!/^pre/.test(box.style.whiteSpace) || box.closest('pre')) continue
    const text = codeIn(box)
    if (text.includes('\n')) box.replaceWith(codeBlock(page, text))
    else {
      // A word out of a line goes into a sentence.
      const code = page.createElement('code')
      code.textContent = text
      box.replaceWith(code)
    }
  }
  for (const pre of page.querySelectorAll<HTMLElement>('pre, codeblock')) {
    if (pre.dataset['kind'] !== undefined) continue
    const code = pre.querySelector('code')
    const named = [code, pre, pre.parentElement].map((element) => LANGUAGE.exec(element?.className ?? '')?.[1])
    const own = pre.matches('codeblock') ? pre.className.trim() : ''
    const language = named.find((name) => name !== undefined) ?? (/^[\w+#-]{1,40}$/.test(own) ? own : undefined)
    pre.replaceWith(codeBlock(page, codeIn(code ?? pre), language))
  }
}

function codeBlock(page: Document, text: string, language?: string): HTMLElement {
  const pre = page.createElement('pre')
  pre.dataset['kind'] = 'code'
  if (language !== undefined) pre.dataset['language'] = language
  pre.textContent = text
  return pre
}

/** Its text, whatever it is coloured with; a row is a line. */
function codeIn(element: Element): string {
  let text = ''
  const read = (node: Node): void => {
    if (node instanceof Text) text += node.data
    else if (!(node instanceof Element)) return
    else if (node.matches('br')) text += '\n'
    else {
      const isRow = node.matches('div, p, li, tr')
      if (isRow && text !== '' && !text.endsWith('\n')) text += '\n'
      for (const child of node.childNodes) read(child)
      // A row that holds a break alone is one empty line.
      if (isRow && !(text.endsWith('\n') && node.querySelector(':scope > br:only-child, :scope > span > br')))
        text += '\n'
    }
  }
  for (const child of element.childNodes) read(child)
  return text.replaceAll('\u00a0', ' ').replace(/\r\n?/g, '\n').replace(/\n$/, '')
}
