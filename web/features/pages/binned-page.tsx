'use client'
/** A document in the bin, to whoever opens it. */
import { useRouter } from 'next/navigation'
import { RestoreBinned } from './restore-binned.tsx'

export function BinnedPageActions({ documentId }: { readonly documentId: string }) {
  const router = useRouter()
  return <RestoreBinned documentId={documentId} onRestored={() => router.refresh()} />
}
