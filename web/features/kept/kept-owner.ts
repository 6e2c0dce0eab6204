/** Whose copies on this device are those of somebody without an account. */
export const KEPT_OWNER = 'guest'
