/** A part of a list that can grow. */

/** What a list is sorted by, and the id that tells equal ones apart. */
export interface SortKey<Key extends string | number> {
  readonly key: Key
  readonly id: string
}

export interface Page<Key extends string | number> {
  readonly limit: number
  /** What comes after this. */
  readonly after: SortKey<Key> | undefined
}
