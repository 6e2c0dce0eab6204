/** Documents as the API shows them. Times are ISO 8601 in UTC. */
import { parseDocumentId } from '@dure/protocol'
import { z } from 'zod'
import { roleSchema } from './people.ts'
import { generalAccessSchema, reachSchema } from './sharing.ts'

export const documentIdSchema = z
  .string()
  .transform((raw, context) => {
    const id = parseDocumentId(raw)
    if (id) return id
    context.addIssue({ code: 'custom', message: '22 characters of [0-9A-Za-z]' })
    return z.NEVER
  })
  .meta({ pattern: '^[0-9A-Za-z]{22}$' })

export const documentSchema = z
  .object({
    id: documentIdSchema,
    /** Empty until someone writes one. */
    title: z.string(),
    createdAt: z.iso.datetime(),
    /** What the one who asks may do with it. */
    role: roleSchema,
    /** Whom it lets in besides those it names. */
    reach: reachSchema,
    /** When its newest edit was committed. */
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Document' })
export type Document = z.infer<typeof documentSchema>

export const documentPageSchema = z
  .object({
    /** Newest change first. */
    documents: z.array(documentSchema),
    /** Pass as `cursor` for the next page; absent on the last. */
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'DocumentPage' })
export type DocumentPage = z.infer<typeof documentPageSchema>

/** Documents in one page unless asked for fewer, and at most. */
const DEFAULT_PAGE = 50
const MAX_PAGE = 200

export const listDocumentsSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
})

/** Unknown fields are refused so that a typing mistake is not ignored. */
export const createDocumentSchema = z
  .strictObject({
    /** For its owner alone unless given. */
    generalAccess: generalAccessSchema.optional(),
  })
  .meta({ id: 'CreateDocument' })
export type CreateDocument = z.infer<typeof createDocumentSchema>
