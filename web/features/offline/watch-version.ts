/** Keeps the service worker up to date, and finds out when this page has become older than it. */

const SCRIPT = '/service-worker.js'
/** A worker that does not answer by then was ended by the browser; it is asked again at the next occasion. */
const ANSWER_MS = 5_000

/** Calls `onNewer` when another version than this page's took over. Answers how to stop. */
export function watchVersion(container: ServiceWorkerContainer, onNewer: () => void): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const registered = container.register(SCRIPT, { type: 'module', updateViaCache: 'none' })
  // Blocked, or no room for it: everything but opening offline works without.
  registered.catch(() => {})
  const compare = async (): Promise<void> => {
    const worker = container.controller
    if (worker && (await isCurrent(worker)) === false && !signal.aborted) onNewer()
  }
  container.addEventListener('controllerchange', () => void compare(), { signal })
  // A server that was away may have come back as a newer version; so may one that nobody looked at for a while.
  addEventListener('online', lookForNewVersion, { signal })
  const onVisible = (): void => void (document.visibilityState === 'visible' && lookForNewVersion())
  document.addEventListener('visibilitychange', onVisible, { signal })
  return () => stop.abort()
}

/** Asks the server for a newer service worker, if there is one here at all. */
export function lookForNewVersion(): void {
  if (!('serviceWorker' in navigator)) return
  void navigator.serviceWorker
    .getRegistration()
    .then((registration) => registration?.update())
    // No server, or no worker there: there is nothing newer to be had.
    .catch(() => {})
}

/** Whether the scripts that this page runs are of the worker's version; undefined when it does not say. */
function isCurrent(worker: ServiceWorker): Promise<boolean | undefined> {
  const scripts = [...document.scripts].map(({ src }) => src && new URL(src).pathname).filter(isBuilt)
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ANSWER_MS)
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      clearTimeout(timer)
      port1.close()
      resolve(typeof data === 'object' && data !== null && 'current' in data ? data.current === true : undefined)
    }
    worker.postMessage({ scripts }, [port2])
  })
}

const isBuilt = (path: string): boolean => path.startsWith('/_next/static/chunks/')
