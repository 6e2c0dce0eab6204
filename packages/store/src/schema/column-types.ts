/** Where the two databases name the same column differently. */
import { type RawBuilder, sql } from 'kysely'

export type DatabaseKind = 'sqlite' | 'postgres'

export interface ColumnTypes {
  /** A whole number of 64 bits. */
  readonly integer: RawBuilder<unknown>
  readonly bytes: RawBuilder<unknown>
  /** An id: compared byte by byte, so that both databases and JavaScript sort alike. */
  readonly id: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** For a table whose rows are small and always found by their primary key. */
  readonly clustered: RawBuilder<unknown>
  /** For any other table. */
  readonly plain: RawBuilder<unknown>
}

export const columnTypesOf = (kind: DatabaseKind): ColumnTypes =>
  kind === 'sqlite'
    ? {
        integer: sql`integer`,
        bytes: sql`blob`,
        id: sql`text`,
        text: sql`text`,
        clustered: sql`strict, without rowid`,
        plain: sql`strict`,
      }
    : {
        integer: sql`bigint`,
        bytes: sql`bytea`,
        id: sql`text collate "C"`,
        text: sql`text`,
        clustered: sql``,
        plain: sql``,
      }
