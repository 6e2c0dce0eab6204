/** What a browser says about page and network, as far as a connection cares. Outside a browser: silence. */

export interface PageSignals {
  network(online: boolean): void
  /** The page came to the front, or back from the browser's cache. */
  shown(): void
  /** The page may be gone at any moment from here on. */
  hidden(): void
}

export type WatchPage = (signals: PageSignals) => () => void

export const watchPlatformPage: WatchPage = (signals) => {
  if (typeof document === 'undefined') return () => {}
  const stop = new AbortController()
  const { signal } = stop
  addEventListener('online', () => signals.network(true), { signal })
  addEventListener('offline', () => signals.network(false), { signal })
  addEventListener('pageshow', () => signals.shown(), { signal })
  addEventListener('pagehide', () => signals.hidden(), { signal })
  // A page in the background that the browser put to sleep, and woke without showing it.
  document.addEventListener('freeze', () => signals.hidden(), { signal })
  document.addEventListener('resume', () => signals.shown(), { signal })
  document.addEventListener(
    'visibilitychange',
    () => (document.visibilityState === 'visible' ? signals.shown() : signals.hidden()),
    { signal },
  )
  return () => stop.abort()
}
