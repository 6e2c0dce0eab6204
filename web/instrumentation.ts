/** Runs once when the web starts: a wrong setting stops it here, not at the first visitor. */
export async function register(): Promise<void> {
  // In this very form Next leaves the rest out for the other runtime, which has no process to end.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { stopAtWrongSettings } = await import('./features/api/stop-at-wrong-settings.ts')
    stopAtWrongSettings()
  }
}
