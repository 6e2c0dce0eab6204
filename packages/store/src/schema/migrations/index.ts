/**
 * Every step from an empty database to the present schema, for both databases. Forward only: a step that was released
 * is never edited, the next change is a new step at the end. Step n takes the schema from version n - 1 to version n.
 */
import type { Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'
import { documentsAndLog } from './0001-documents-and-log.ts'
import { peopleAndRights } from './0002-people-and-rights.ts'
import { waysToSignIn } from './0003-ways-to-sign-in.ts'
import { pageTree } from './0004-page-tree.ts'
import { attachments } from './0005-attachments.ts'
import { keptAnswersAndVersions } from './0006-kept-answers-and-versions.ts'
import { documentIcon } from './0007-document-icon.ts'
import { auditByAction } from './0008-audit-by-action.ts'

export type Migration = (db: Transaction<StoreTables>, type: ColumnTypes) => Promise<void>

export const MIGRATIONS: readonly Migration[] = [
  documentsAndLog,
  peopleAndRights,
  waysToSignIn,
  pageTree,
  attachments,
  keptAnswersAndVersions,
  documentIcon,
  auditByAction,
]
