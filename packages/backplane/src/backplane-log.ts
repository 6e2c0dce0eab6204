/** Where the backplane writes its events: one line each, ids, sizes and reasons only, never content. */
export type BackplaneLog = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields: Readonly<Record<string, string | number | boolean>>,
) => void

/** The text of a thrown value, for the `reason` field. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
