import { toClientSeq } from '@dure/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AckLedger } from './ack-ledger.ts'

test('[DU1] an acknowledgement never passes an open update, misses no settled one, and never goes back', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('open' as const), number: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('settle' as const), number: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant('take' as const), number: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const ledger = new AckLedger()
      const opened: number[] = []
      const settled = new Set<number>()
      let acknowledged = 0
      for (const { kind, number } of steps) {
        if (kind === 'open') {
          const rises = opened.every((each) => each < number)
          expect(ledger.open(toClientSeq(number))).toBe(rises)
          if (rises) opened.push(number)
        } else if (kind === 'settle') {
          ledger.settle(toClientSeq(number))
          if (opened.includes(number)) settled.add(number)
        } else {
          const open = opened.filter((each) => !settled.has(each))
          const firstOpen = open[0]
          const through = firstOpen === undefined ? (opened.at(-1) ?? 0) : firstOpen - 1
          expect(ledger.take()).toBe(through > acknowledged ? through : undefined)
          acknowledged = Math.max(acknowledged, through)
        }
      }
    }),
  )
})
