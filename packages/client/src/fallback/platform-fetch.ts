/** The browser's, or one that a program brings along. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export const platformFetch: Fetch = (url, init) => fetch(url, init)
