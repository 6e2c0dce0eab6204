/** Where files of documents are on this site. */

const OWN = /^\/api\/documents\/([0-9A-Za-z]{22})\/attachments\/([0-9A-Za-z]{22})$/

export const attachmentUrl = (documentId: string, id: string): string =>
  `/api/documents/${documentId}/attachments/${id}`

/** What an address names on this site; undefined for any other. */
export function attachmentAt(
  address: string,
  origin: string,
): { readonly documentId: string; readonly id: string } | undefined {
  if (!URL.canParse(address, origin)) return undefined
  const url = new URL(address, origin)
  const [, documentId, id] = (url.origin === origin && OWN.exec(url.pathname)) || []
  return documentId === undefined || id === undefined ? undefined : { documentId, id }
}
