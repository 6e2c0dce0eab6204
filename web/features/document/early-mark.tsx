/** What the scripts of a page read before React does: the document it is about, and whose copy of it. */
const NAME = 'dure:document'

export interface EarlyMarkProps {
  readonly documentId: string
  readonly copyOwner: string
}

export const EarlyMark = ({ documentId, copyOwner }: EarlyMarkProps) => (
  <meta name={NAME} content={`${documentId} ${copyOwner}`} />
)

/** Undefined on a page of another kind. */
export function readEarlyMark(page: ParentNode): EarlyMarkProps | undefined {
  const content = page.querySelector<HTMLMetaElement>(`meta[name="${NAME}"]`)?.content
  const [documentId, copyOwner] = content?.split(' ') ?? []
  return documentId && copyOwner ? { documentId, copyOwner } : undefined
}
