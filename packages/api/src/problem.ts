/** Errors as RFC 9457 problem details (`application/problem+json`). */
import { z } from 'zod'

export const problemSchema = z
  .object({
    /** Stable name of the kind of error, as a relative URI: `/problems/unknown-document`. */
    type: z.string(),
    title: z.string(),
    status: z.int(),
    /** What was wrong and what would be right. */
    detail: z.string(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problemSchema>
