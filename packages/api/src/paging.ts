/** Lists that can grow come in pages. */
import { z } from 'zod'

/** Entries in one page unless asked for fewer or more, and at most. */
const DEFAULT_PAGE = 50
export const MAX_PAGE = 200

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe('Entries in one page.'),
  cursor: z.string().max(400).optional().describe('The `nextCursor` of the page before.'),
})

/** Part of each page. Pass it as `cursor` for the next; absent on the last. */
export const nextCursorSchema = z.string().optional()
