/** Lists that can grow come in pages. */
import { z } from 'zod'
import { MAX_PAGE } from './page-limits.ts'

/** Entries in one page unless asked for fewer or more. */
const DEFAULT_PAGE = 50

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe('Entries in one page.'),
  cursor: z.string().max(400).optional().describe('The `nextCursor` of the page before.'),
})

/** Part of each page. Pass it as `cursor` for the next; absent on the last. */
export const nextCursorSchema = z.string().optional()
