/** The number a message starts with. 0–3 are y-protocols' own; 16 and up exist only under `dure.1`. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  hello: 16,
  welcome: 17,
  push: 18,
  durable: 19,
  refused: 20,
  updates: 21,
  state: 22,
  synced: 23,
  event: 24,
  goaway: 25,
  ping: 26,
  pong: 27,
  reauth: 28,
} as const

/** What a `sync` message (type 0) carries. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const
