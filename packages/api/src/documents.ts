/** Documents as the API shows them. Times are ISO 8601 in UTC. */
import { parseDocumentId } from '@dure/protocol'
import { z } from 'zod'
import { nextCursorSchema, pageQuerySchema } from './paging.ts'
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
    /** The emoji beside the title. */
    icon: z.string().nullable(),
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

/** A document in a tree or a list of pages. */
export const pageSchema = documentSchema
  .extend({
    /** Whether something is under it that the one who asks may see. */
    hasPages: z.boolean(),
  })
  .meta({ id: 'Page' })
export type Page = z.infer<typeof pageSchema>
export const pageListSchema = z
  .object({
    pages: z.array(pageSchema),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: 'PageList' })
export type PageList = z.infer<typeof pageListSchema>

export const pagePathSchema = z.array(z.object({ id: documentIdSchema, title: z.string() })).meta({ id: 'PagePath' })
export type PagePath = z.infer<typeof pagePathSchema>

/** One document, with what its own page shows. */
export const documentDetailSchema = documentSchema
  .extend({
    /** The pages it is under, the top first; only those up to the first that the one who asks may not open. */
    path: pagePathSchema,
    favourite: z.boolean(),
    /** Whether the one who asks may move it to the bin. */
    mayBin: z.boolean(),
  })
  .meta({ id: 'DocumentDetail' })
export type DocumentDetail = z.infer<typeof documentDetailSchema>

export const documentPageSchema = z
  .object({
    /** Newest change first. */
    documents: z.array(documentSchema),
    nextCursor: nextCursorSchema,
  })
  .meta({ id: 'DocumentPage' })
export type DocumentPage = z.infer<typeof documentPageSchema>

export const listDocumentsSchema = pageQuerySchema.extend({
  titled: z
    .string()
    .trim()
    .min(1)
    .max(200)
    // No title holds one, and Postgres takes none.
    .refine((text) => !text.includes('\0'))
    .optional()
    .describe('Only those whose title holds this, whatever the case of its letters.'),
})

/** Unknown fields are refused so that a typing mistake is not ignored. */
export const createDocumentSchema = z
  .strictObject({
    /** For its owner alone unless given; under a page, as that page. */
    generalAccess: generalAccessSchema.optional(),
    /** The page it goes under, last; the top unless given. */
    parentId: documentIdSchema.optional(),
  })
  .meta({ id: 'CreateDocument', examples: [{ generalAccess: { reach: 'workspace', role: 'editor' } }] })
export type CreateDocument = z.input<typeof createDocumentSchema>

/** Where a page goes. */
export const movePageSchema = z
  .strictObject({
    /** The page it goes under; null for the top. */
    parentId: documentIdSchema.nullable(),
    /** The sibling it goes behind; null for the first place, left out for the last. */
    after: documentIdSchema.nullable().optional(),
  })
  .meta({ id: 'MovePage' })
export type MovePage = z.input<typeof movePageSchema>

export const copyDocumentSchema = z
  .strictObject({
    /** As the original unless given. */
    title: z.string().trim().max(200).optional(),
  })
  .meta({ id: 'CopyDocument' })
export type CopyDocument = z.input<typeof copyDocumentSchema>

/** Something in the bin that the one who asks can bring back. */
export const binEntrySchema = z
  .object({
    id: documentIdSchema,
    title: z.string(),
    binnedAt: z.iso.datetime(),
    /** When it is taken away for good. */
    removedAt: z.iso.datetime(),
    /** Whether the one who asks may take it away for good now. */
    mayRemove: z.boolean(),
  })
  .meta({ id: 'BinEntry' })
export type BinEntry = z.infer<typeof binEntrySchema>
export const binSchema = z
  .object({ documents: z.array(binEntrySchema), nextCursor: nextCursorSchema })
  .meta({ id: 'Bin' })
export type Bin = z.infer<typeof binSchema>

/** A document that cannot be opened because it, or a page above it, is in the bin. */
export const binnedDocumentSchema = binEntrySchema
  .extend({
    /** Who moved it there; may be empty. */
    by: z.string(),
    mayRestore: z.boolean(),
  })
  .meta({ id: 'BinnedDocument' })
export type BinnedDocument = z.infer<typeof binnedDocumentSchema>
