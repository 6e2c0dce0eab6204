'use client'
import { useEffect } from 'react'

/** A server that restarts is back in seconds; asking more often would only warm the device. */
const ASK_EVERY_MS = 10_000

/** Loads the page anew when the server has it again. A look at the page or at its network asks at once. */
export function useReturn(): void {
  useEffect(() => {
    const stop = new AbortController()
    const ask = (): void => {
      if (document.visibilityState !== 'visible') return
      // Its head only, which the service worker does not answer.
      fetch(location.pathname, { method: 'HEAD', cache: 'no-store', signal: stop.signal }).then(
        ({ ok }) => ok && location.reload(),
        () => {},
      )
    }
    const timer = setInterval(ask, ASK_EVERY_MS)
    addEventListener('online', ask, { signal: stop.signal })
    document.addEventListener('visibilitychange', ask, { signal: stop.signal })
    return () => {
      clearInterval(timer)
      stop.abort()
    }
  }, [])
}
