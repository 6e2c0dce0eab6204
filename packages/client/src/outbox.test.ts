import { MAX_UPDATE_BYTES, REFUSAL, type RefusalReason, toClientSeq } from '@dure/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { MAX_UNSENT_ENTRIES } from './limits.ts'
import * as outboxOf from './outbox.ts'
import { emptyOutbox, type Outbox } from './outbox.ts'

/** A writer whose updates fill an outbox. */
class Writer {
  outbox: Outbox = emptyOutbox
  readonly doc = new Doc()

  constructor() {
    this.doc.on('update', (update) => {
      this.outbox = outboxOf.add(this.outbox, update)
    })
  }

  type(text: string): void {
    this.doc.getText('text').insert(this.doc.getText('text').length, text)
  }

  push(hold = false): outboxOf.NextPush['push'] {
    const { outbox, push } = outboxOf.nextPush(this.outbox, hold)
    this.outbox = outbox
    return push
  }

  refuse(clientSeq: number, reason: RefusalReason): void {
    this.outbox = outboxOf.refuse(this.outbox, {
      type: 'refused',
      clientSeq: toClientSeq(clientSeq),
      reason,
      detail: '',
    })
  }

  acknowledge(clientSeq: number): void {
    this.outbox = outboxOf.acknowledge(this.outbox, toClientSeq(clientSeq))
  }
}

const textOf = (...updates: readonly (Uint8Array | undefined)[]): string => {
  const doc = new Doc()
  for (const update of updates) if (update) applyUpdate(doc, update)
  return doc.getText('text').toString()
}

describe('sending', () => {
  it('gives numbers from 1 on, one push at a time', () => {
    const writer = new Writer()
    writer.type('a')
    const first = writer.push()
    expect(first?.clientSeq).toBe(1)
    writer.type('b')
    writer.type('c')
    expect(writer.push()).toBeUndefined()
    writer.acknowledge(1)
    const second = writer.push()
    expect(second?.clientSeq).toBe(2)
    expect(textOf(first?.update, second?.update)).toBe('abc')
    writer.acknowledge(2)
    expect(outboxOf.changesIn(writer.outbox)).toBe(0)
  })

  it('[DU3] repeats after a lost connection what it had sent, byte for byte, before anything newer', () => {
    const writer = new Writer()
    writer.type('a')
    const sent = writer.push()
    writer.type('b')
    writer.outbox = outboxOf.disconnected(writer.outbox)
    expect(writer.push()).toMatchObject({ clientSeq: 1, update: sent?.update })
    expect(writer.push()).toBeUndefined()
  })

  it('holds back what is new while a composition is open, not what was sent before', () => {
    const writer = new Writer()
    writer.type('a')
    expect(writer.push(true)).toBeUndefined()
    writer.push()
    writer.outbox = outboxOf.disconnected(writer.outbox)
    expect(writer.push(true)?.clientSeq).toBe(1)
  })

  it('stays bounded however much is written offline, and loses none of it', () => {
    const writer = new Writer()
    for (let each = 0; each < 3 * MAX_UNSENT_ENTRIES; each += 1) writer.type('x')
    expect(writer.outbox.entries.length).toBeLessThanOrEqual(MAX_UNSENT_ENTRIES)
    expect(outboxOf.changesIn(writer.outbox)).toBe(3 * MAX_UNSENT_ENTRIES)
    expect(textOf(writer.push()?.update)).toBe('x'.repeat(3 * MAX_UNSENT_ENTRIES))
  })

  it('merges only up to a size', () => {
    const writer = new Writer()
    for (let each = 0; each < 10; each += 1) writer.type('y'.repeat(100_000))
    const first = writer.push()
    expect(first?.update.length).toBeLessThan(256 * 1024)
    expect(outboxOf.changesIn(writer.outbox)).toBe(10)
  })

  it('parks at once what no server takes', () => {
    const outbox = outboxOf.add(emptyOutbox, new Uint8Array(MAX_UPDATE_BYTES + 1))
    expect(outboxOf.parkedIn(outbox)).toMatchObject([{ reason: REFUSAL.tooLarge }])
    expect(outboxOf.nextPush(outbox, false).push).toBeUndefined()
  })
})

describe('a refusal', () => {
  it('for good parks the edit and lets the next go', () => {
    const writer = new Writer()
    writer.type('a')
    writer.push()
    writer.type('b')
    writer.refuse(1, REFUSAL.notAllowed)
    expect(outboxOf.parkedIn(writer.outbox)).toHaveLength(1)
    expect(writer.push()?.clientSeq).toBe(2)
  })

  it('halves what was merged until the offending piece stands alone', () => {
    const writer = new Writer()
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) writer.type(text)
    const accepted: Uint8Array[] = []
    for (let push = writer.push(); push; push = writer.push()) {
      if (Buffer.from(push.update).includes('g')) writer.refuse(push.clientSeq, REFUSAL.notAllowed)
      else {
        accepted.push(push.update)
        writer.acknowledge(push.clientSeq)
      }
    }
    expect(textOf(...accepted)).toBe('abcdef')
    expect(outboxOf.parkedIn(writer.outbox)).toHaveLength(1)
    expect(outboxOf.changesIn(writer.outbox)).toBe(1)
  })

  it('for who sends it parks it whole', () => {
    const writer = new Writer()
    writer.type('a')
    writer.type('b')
    writer.push()
    writer.refuse(1, REFUSAL.readOnly)
    expect(outboxOf.parkedIn(writer.outbox)).toMatchObject([{ changes: 2 }])
  })

  it('for now offers the same under a new number, because acks pass over a refused one', () => {
    const writer = new Writer()
    writer.type('a')
    const push = writer.push()
    writer.refuse(1, REFUSAL.cannotStore)
    writer.acknowledge(1)
    expect(outboxOf.changesIn(writer.outbox)).toBe(1)
    expect(writer.push()).toMatchObject({ clientSeq: 2, update: push?.update })
  })

  it('that asks for a resync stops sending until what is missing is known', () => {
    const writer = new Writer()
    writer.type('a')
    writer.push()
    writer.type('b')
    writer.refuse(1, REFUSAL.skipsClocks)
    expect(writer.push()).toBeUndefined()
    const missing = new Uint8Array([1, 2, 3])
    writer.outbox = outboxOf.completeResync(writer.outbox, missing)
    expect(writer.push()).toMatchObject({ clientSeq: 2, update: missing })
    expect(outboxOf.changesIn(writer.outbox)).toBe(2)
    // It did not help: it will not help again.
    writer.refuse(2, REFUSAL.skipsClocks)
    expect(outboxOf.parkedIn(writer.outbox)).toHaveLength(1)
  })

  it('of a number that is not here changes nothing', () => {
    const writer = new Writer()
    writer.type('a')
    writer.push()
    const before = writer.outbox
    writer.refuse(7, REFUSAL.notAllowed)
    expect(writer.outbox).toBe(before)
  })

  it('can be tried again in the old order, or forgotten', () => {
    const writer = new Writer()
    writer.type('a')
    writer.push()
    writer.type('b')
    writer.refuse(1, REFUSAL.readOnly)
    const parked = writer.outbox
    writer.outbox = outboxOf.retryParked(parked)
    const first = writer.push()
    writer.acknowledge(first?.clientSeq ?? 0)
    expect(textOf(first?.update, writer.push()?.update)).toBe('ab')
    expect(outboxOf.changesIn(outboxOf.discardParked(parked))).toBe(1)
  })
})

describe('[DU3] whatever happens', () => {
  it('a number carries the same bytes whenever it is sent, and every piece is acked, parked or still here', () => {
    const verbs = fc.constantFrom(
      'type',
      'push',
      'ack',
      'lose',
      'refuse-now',
      'refuse-for-good',
      'retry-parked' as const,
    )
    fc.assert(
      fc.property(fc.array(verbs, { maxLength: 120 }), (script) => {
        const writer = new Writer()
        const sent = new Map<number, Uint8Array>()
        const log: Uint8Array[] = []
        let wire: outboxOf.NextPush['push']
        let typed = 0
        for (const verb of script) {
          if (verb === 'type') {
            writer.type(String.fromCharCode(0x4e00 + typed))
            typed += 1
          } else if (verb === 'push') {
            wire = writer.push() ?? wire
            if (wire) {
              expect(sent.get(wire.clientSeq) ?? wire.update).toEqual(wire.update)
              sent.set(wire.clientSeq, wire.update)
            }
          } else if (verb === 'lose') {
            wire = undefined
            writer.outbox = outboxOf.disconnected(writer.outbox)
          } else if (verb === 'retry-parked') writer.outbox = outboxOf.retryParked(writer.outbox)
          else if (wire) {
            if (verb === 'ack') {
              log.push(wire.update)
              writer.acknowledge(wire.clientSeq)
            } else writer.refuse(wire.clientSeq, verb === 'refuse-now' ? REFUSAL.tooFast : REFUSAL.notAllowed)
            wire = undefined
          }
        }
        const kept = writer.outbox.entries.flatMap((entry) => (entry.kind === 'unsent' ? entry.pieces : [entry.update]))
        expect([...textOf(...log, ...kept)].sort()).toEqual([...writer.doc.getText('text').toString()].sort())
        const keys = writer.outbox.entries.map((entry) => entry.key)
        expect(keys).toEqual([...keys].sort((a, b) => a - b))
        expect(new Set(keys).size).toBe(keys.length)
      }),
      { numRuns: 300 },
    )
  })
})
