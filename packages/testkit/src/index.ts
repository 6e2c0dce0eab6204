/** Tools for tests that stand on no other part of Dure. Real processes are subpaths: `@dure/testkit/redis`. */
export { createManualClock, type ManualClock } from './manual-clock.ts'
export { createSeededRandom, freshSeed, runSeeded, type SeededRandom } from './seeded-random.ts'
export {
  type Credentials,
  createOpenDocument,
  joinAs,
  OWNER,
  OWNER_SETTINGS,
  type SignedInHeaders,
  setUp,
  signIn,
} from './signed-in.ts'
export {
  createSocketPair,
  type MessageListener,
  type PairedSocket,
  type Side,
  type SocketPair,
  type WaitingMessage,
} from './socket-pair.ts'
export { until } from './until.ts'
