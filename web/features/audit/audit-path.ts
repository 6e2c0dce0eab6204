/** Where the audit log is, seen in this way. */
export function auditPath(asked: {
  readonly kind?: string | undefined
  readonly person?: string | undefined
  readonly cursor?: string | undefined
}): string {
  const query = new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  )
  return query.size > 0 ? `/audit?${query}` : '/audit'
}
