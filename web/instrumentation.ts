/** Runs once when the web starts: a wrong setting stops it here, not at the first visitor. */
import { apiOrigin } from './features/api/server-api.ts'

export function register(): void {
  apiOrigin()
}
