/** Yjs updates as bytes: what they say, and whether a log may take them. Used by the sync server's hot path. */
export { ClockRanges } from './clock-ranges.ts'
export { judgeUpdate, type Known, type Verdict } from './judge-update.ts'
export { KnownState } from './known-state.ts'
export { type PackedShape, packShape, unpackShape } from './packed-shape.ts'
export { type ClockRange, scanUpdate, type UpdateShape } from './scan-update.ts'
export { clocksOf, indexState, type StateIndex, stateAfter } from './state-index.ts'
export { decodeClocks, encodeClocks } from './state-vector.ts'
export { InvalidUpdate, UpdateReader } from './update-reader.ts'
