// @vitest-environment jsdom
import { expect, test } from 'vitest'
import { bringFile, fromData } from './bring-file.ts'
import { filesInHtml } from './files-in-html.ts'

const [page, other, file, fresh] = ['d', 'o', 'f', 'n'].map((letter) => letter.repeat(22)) as [
  string,
  string,
  string,
  string,
]
const origin = 'https://docs.example'
const read = (html: string) => filesInHtml(html, page, origin, () => fresh)
const at = (documentId: string): string => `/api/documents/${documentId}/attachments/${file}`
const attributesIn = (html: string): unknown =>
  JSON.parse(/data-attributes="([^"]*)"/.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '{}')

test('a file of this document is the same file again', () => {
  const { html, brought } = read(`<p>a</p><img src="${origin}${at(page)}" alt="rice">`)
  expect(attributesIn(html)).toMatchObject({ attachment: file, alt: 'rice' })
  expect(html).not.toContain(' src=')
  expect(brought).toEqual([])
})

test('a file of another document here is brought along, with its name, under an id of this one', () => {
  const data = JSON.stringify({ name: 'a.pdf', size: 3, attachment: file }).replaceAll('"', '&quot;')
  const { html, brought } = read(`<p data-node="file" data-attributes="${data}"><a href="${at(other)}">a.pdf</a></p>`)
  expect(attributesIn(html)).toMatchObject({ attachment: fresh, name: 'a.pdf', size: 3 })
  expect(brought).toEqual([{ id: fresh, address: at(other), name: 'a.pdf' }])
})

test('a picture on another site becomes a link to it, and what has no address for others goes', () => {
  const { html, brought } = read(
    '<p>x <img src="https://evil.example/a.png" alt="a rice field"></p><a href="/y"><img src="http://b.example/b.png"></a><img src="file:///C:/a.png"><img src="cid:1">',
  )
  expect(html).toBe(
    '<p>x <a href="https://evil.example/a.png">a rice field</a></p><a href="/y">http://b.example/b.png</a>',
  )
  expect(brought).toEqual([])
})

test('a picture that is in the HTML itself is brought as a file', async () => {
  const { html, brought } = read('<img src="data:image/png;base64,iVBORw0=">')
  expect(attributesIn(html)).toMatchObject({ attachment: fresh })
  const found = await bringFile(brought[0]?.address ?? '', '')
  expect([found?.name, found?.type, found?.size]).toEqual(['image.png', 'image/png', 5])
})

test.each(['data:image/png;base64,###', 'data:,', 'x', 'data:image/png;base64'])('%s is no picture', (address) => {
  expect(fromData(address)?.size ?? 0).toBe(0)
})
