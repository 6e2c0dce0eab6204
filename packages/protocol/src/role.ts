/** What a person may do with a document. Ordered: each may do all that the ones after it may. */
export const ROLES = ['owner', 'editor', 'commenter', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** The role, or undefined when `raw` is not one. */
export const parseRole = (raw: unknown): Role | undefined => ROLES.find((role) => role === raw)

/** Whether the role may add to the log. */
export const mayWrite = (role: Role): boolean => role === 'owner' || role === 'editor'
