/** What a person may do with a document. Ordered: each may do all that the ones after it may. */
export const ROLES = ['owner', 'editor', 'commenter', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** The role, or undefined when `raw` is not one. */
export const parseRole = (raw: unknown): Role | undefined => ROLES.find((role) => role === raw)

/** Whom a document lets in besides those it names: nobody, everyone in its workspace, anyone who has its link. */
export const REACHES = ['restricted', 'workspace', 'link'] as const
export type Reach = (typeof REACHES)[number]

/** What a person is in a workspace. `guest`: only sees what was shared with them by name or link. */
export const WORKSPACE_ROLES = ['owner', 'admin', 'member', 'guest'] as const
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number]

/** Whether the role may add to the log. */
export const mayWrite = (role: Role): boolean => role === 'owner' || role === 'editor'
