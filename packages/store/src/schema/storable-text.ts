/** Text both databases take and give back alike: Postgres refuses U+0000, and half a surrogate pair has no UTF-8. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed()
