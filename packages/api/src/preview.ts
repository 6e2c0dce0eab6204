/** A document as its page shows it before any script runs. */
import { z } from 'zod'

export const documentPreviewSchema = z.object({
  /** As it was written; empty when it was not. */
  title: z.string(),
  /** One emoji. */
  icon: z.string().nullable(),
  /** The name of a cover; null where there is none, or a picture. */
  cover: z.string().nullable(),
  /** A picture as a cover: a file of the document, and which part of it is shown where not all fits, in percent. */
  picture: z
    .object({ attachment: z.string(), shown: z.number() })
    .nullable()
    // A server of before knows none.
    .default(null),
  /** The beginning of the text: markup of Dure's own making, in which all that people wrote is escaped. */
  html: z.string(),
  /** False when the text goes on. */
  complete: z.boolean(),
  /** What of each Yjs client it shows. Empty when they are many. */
  clocks: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
})
export type DocumentPreview = z.infer<typeof documentPreviewSchema>
