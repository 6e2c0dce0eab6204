/**
 * Ends this command when the `npm` that runs it is gone. npm passes a SIGTERM to the shell between us only, which dies
 * of it: without this, stopping `npm start` (a service manager, a container) would leave Dure running.
 */

const LOOK_EVERY_MS = 250

export function endWithNpm() {
  // Without npm, or under a runner that ends us itself, being left by one's parent can be meant (`disown`).
  if (process.env.npm_lifecycle_event === undefined || process.channel) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_EVERY_MS)
  timer.unref()
}
