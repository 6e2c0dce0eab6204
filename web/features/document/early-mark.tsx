/**
 * What the scripts of a page read before React does: the document it is about, and whose copy of it. The browser's
 * storage, which takes a tenth of a second to wake up, is woken while they are on their way.
 */
const NAME = 'dure:document'

export interface EarlyMarkProps {
  readonly documentId: string
  readonly copyOwner: string
}

/** Some browsers throw where a page may not store anything. */
const WAKE_STORAGE = 'try{indexedDB.databases().catch(()=>{})}catch{}'

export const EarlyMark = ({ documentId, copyOwner, nonce }: EarlyMarkProps & { readonly nonce: string | null }) => (
  <>
    <meta name={NAME} content={`${documentId} ${copyOwner}`} />
    <script
      nonce={nonce ?? undefined}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: reason: a constant of this file
      dangerouslySetInnerHTML={{ __html: WAKE_STORAGE }}
    />
  </>
)

/** Undefined on a page of another kind. */
export function readEarlyMark(page: ParentNode): EarlyMarkProps | undefined {
  const content = page.querySelector<HTMLMetaElement>(`meta[name="${NAME}"]`)?.content
  const [documentId, copyOwner] = content?.split(' ') ?? []
  return documentId && copyOwner ? { documentId, copyOwner } : undefined
}
