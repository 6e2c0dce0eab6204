/**
 * Preloaded into processes the runner starts: when the runner is gone without having stopped them (kill -9, a closed
 * terminal), they get the same SIGTERM it would have sent, so no orphan keeps the port or the data directory.
 *
 * Processes and threads started by those inherit the preload; what they have for channels means something else.
 */
import { isMainThread } from 'node:worker_threads'

const RUNNER_LOOK_EVERY_MS = 500

if (isMainThread && process.env.DURE_RUNNER_PID === String(process.ppid)) {
  if (process.channel) {
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
    // A listener would otherwise keep a process alive that has nothing left to do.
    process.channel.unref()
  }
} else if (isMainThread && process.env.DURE_RUNNER_PID && process.env.WATCH_REPORT_DEPENDENCIES) {
  // Under `node --watch`, which loads no preload itself: what it runs looks, and ends it.
  const runner = Number(process.env.DURE_RUNNER_PID)
  const timer = setInterval(() => {
    try {
      process.kill(runner, 0)
    } catch {
      clearInterval(timer)
      process.kill(process.ppid, 'SIGTERM')
    }
  }, RUNNER_LOOK_EVERY_MS)
  timer.unref()
}
