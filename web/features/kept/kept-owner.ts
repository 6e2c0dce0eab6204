/** Whose copies this device shows and opens. Until there are accounts, whoever uses this browser is the same guest. */
export const KEPT_OWNER = 'guest'
