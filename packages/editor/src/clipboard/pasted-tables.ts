/**
 * Tables as others make them. A cell spans nothing here: what a merged cell covers are empty cells, so every row has as
 * many as the widest, and no text is lost. What stands over or under a table stands there as a line.
 */
const MAX_SPAN = 100

export function squareTable(table: HTMLTableElement, page: Document): void {
  for (const caption of table.querySelectorAll(':scope > caption')) {
    const line = page.createElement('p')
    line.append(...caption.childNodes)
    caption.remove()
    if (line.textContent?.trim()) table.before(line)
  }
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
          const isOwn = down === 0 && across === 0
          // Where two reach, the one with words in it stands.
          if (place && (isOwn || !place[column + across]))
            place[column + across] = isOwn ? cell : page.createElement(cell.localName)
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
