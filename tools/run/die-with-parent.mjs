/**
 * Preloaded into processes the runner starts: when the runner is gone without having stopped them (kill -9, a closed
 * terminal), they get the same SIGTERM it would have sent, so no orphan keeps the port or the data directory.
 */
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // A listener would otherwise keep a process alive that has nothing left to do.
  process.channel.unref()
}
