import { newDocumentId, newSessionId, newUserId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppendOutcome, AppendRequest } from '../store.ts'
import { packBatch, packOutcomes, unpackBatch, unpackOutcomes } from './packed-batch.ts'

const oneOf = <T>(make: () => T) => fc.constantFrom(make(), make(), make())
const requestArbitrary: fc.Arbitrary<AppendRequest> = fc.record({
  documentId: oneOf(newDocumentId),
  epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).map(toEpoch),
  sessionId: oneOf(newSessionId),
  clientSeq: fc.maxSafeNat().map(toClientSeq),
  userId: oneOf(newUserId),
  yjsClientIds: fc.array(fc.maxSafeNat(), { maxLength: 4 }),
  bytes: fc.uint8Array({ maxLength: 50 }),
})
const plain = (batch: readonly AppendRequest[]) => batch.map((request) => ({ ...request, bytes: [...request.bytes] }))

test('a batch comes out as it went in', () => {
  fc.assert(
    fc.property(fc.array(requestArbitrary), (batch) => {
      expect(plain(unpackBatch(packBatch(batch)))).toEqual(plain(batch))
    }),
  )
})

test('outcomes come out as they went in', () => {
  const outcomeArbitrary: fc.Arbitrary<AppendOutcome> = fc.oneof(
    fc.record({ kind: fc.constant('committed' as const), seq: fc.maxSafeNat().map(toSeq) }),
    fc.constant({ kind: 'duplicate' } as const),
    fc.constant({ kind: 'unknown-document' } as const),
    fc.record({ kind: fc.constant('wrong-epoch' as const), epoch: fc.integer({ min: 1 }).map(toEpoch) }),
    fc.record({ kind: fc.constant('foreign-client' as const), yjsClientId: fc.maxSafeNat() }),
    fc.record({ kind: fc.constant('damaged' as const), detail: fc.string() }),
  )
  fc.assert(
    fc.property(fc.array(outcomeArbitrary), (outcomes) => {
      expect(unpackOutcomes(packOutcomes(outcomes))).toEqual(outcomes)
    }),
  )
})
