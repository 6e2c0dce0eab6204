/** Runs once when the web starts: a wrong setting stops it here, not at the first visitor. */
import { apiOrigin } from './features/api/server-api.ts'

export function register(): void {
  // Next would log what is thrown here and go on listening, so the process has to be ended by us.
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return
  try {
    apiOrigin()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
