import { apiOrigin } from './server-api.ts'

/** Next would log what is thrown while it starts and go on listening, so the process has to be ended by us. */
export function stopAtWrongSettings(): void {
  try {
    apiOrigin()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
