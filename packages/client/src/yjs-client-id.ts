/** Yjs client ids are 32 random bits. */
export const newYjsClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
