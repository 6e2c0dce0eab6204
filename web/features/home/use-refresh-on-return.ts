'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Asks the server for the page again when the person comes back to it: others may have written meanwhile. */
export function useRefreshOnReturn(): void {
  const router = useRouter()
  useEffect(() => {
    const refresh = (): void => {
      if (document.visibilityState === 'visible') router.refresh()
    }
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [router])
}
