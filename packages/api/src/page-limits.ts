/** Lists that can grow come in pages: entries in one at most. */
export const MAX_PAGE = 200
