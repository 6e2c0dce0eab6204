import { CLOSE, newReplicaId, REFUSAL, type Role, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import { describe, expect, it } from 'vitest'
import { type ConnectionState, idleConnection, type Phase, type Trouble } from './connection-phase.ts'
import { CLOSED_HERE, REPLACED } from './end-reason.ts'
import { add, emptyOutbox, nextPush, type Outbox, refuse } from './outbox.ts'
import { type SaveStatus, sameStatus, saveStatus } from './save-status.ts'

const live = (role: Role = 'editor', trouble?: Trouble): Phase => ({
  kind: 'live',
  role,
  synced: true,
  trouble,
  watch: { heardAtMs: 0, lookedAtMs: 0, giveUpAtMs: undefined, bufferedBytes: 0 },
  welcome: {
    type: 'welcome',
    protocolVersion: 1,
    minSchemaVersion: 1,
    replicaId: newReplicaId(),
    epoch: toEpoch(1),
    head: toSeq(0),
    durableClientSeq: toClientSeq(0),
    role,
    userId: '',
    displayName: '',
  },
})
const refused = {
  type: 'refused',
  clientSeq: toClientSeq(1),
  reason: REFUSAL.cannotStore,
  detail: 'disk full',
} as const
const trouble: Trouble = { refused, attempt: 0, resendAtMs: 5 }
const at = (phase: Phase, attempt = 0): ConnectionState => ({ ...idleConnection, phase, attempt })
const waiting: Phase = { kind: 'waiting', retryAtMs: 9 }
const ended = (reason = CLOSE.signInRequired as typeof REPLACED): Phase => ({ kind: 'ended', reason })

const none = emptyOutbox
const two = add(add(emptyOutbox, new Uint8Array([1])), new Uint8Array([2]))
const onTheWire = nextPush(add(emptyOutbox, new Uint8Array([1])), false).outbox
const parked = refuse(onTheWire, { ...refused, reason: REFUSAL.notAllowed, detail: '' })
const unsure: Outbox = { ...emptyOutbox, awaitsResync: true }

const saved: SaveStatus = { kind: 'saved' }
const saving = (pending: number): SaveStatus => ({ kind: 'saving', pending, keptOn: 'tab' })
const offline = (pending: number): SaveStatus => ({ kind: 'offline', pending, keptOn: 'tab' })
const cannot = (reason: string, pending: number) => ({ kind: 'cannot-save', reason, pending, keptOn: 'tab' })

describe('[DU1] the save status', () => {
  it.each([
    ['unknown whether the device keeps edits', none, idleConnection, saving(0)],
    ['nothing written, live', none, at(live()), saved],
    ['nothing written, offline', none, at(waiting, 1), saved],
    ['nothing written, closed here', none, at(ended(CLOSED_HERE)), saved],
    ['written, not yet connected', two, at({ kind: 'opening' }), saving(2)],
    ['written, greeting', two, at({ kind: 'greeting' }), saving(2)],
    ['written, connecting again after a failure', two, at({ kind: 'opening' }, 1), offline(2)],
    ['written, waiting', two, at(waiting, 1), offline(2)],
    ['written, live', two, at(live()), saving(2)],
    ['sent, not acked', onTheWire, at(live()), saving(1)],
    ['sent, connection lost', onTheWire, at(waiting, 1), offline(1)],
    ['written, closed here', two, at(ended(CLOSED_HERE)), offline(2)],
    ['unknown whether the server has it all', unsure, at(live()), saving(1)],
    ['turned away by the server', two, { ...at(waiting, 1), turnedAway: CLOSE.tryLater }, cannot('try-later', 2)],
    [
      'trying again after that',
      two,
      { ...at({ kind: 'opening' }, 1), turnedAway: CLOSE.damaged },
      cannot('damaged', 2),
    ],
    ['turned away, wrote nothing', none, { ...at(waiting, 1), turnedAway: CLOSE.tryLater }, saved],
    ['refused for good, live', parked, at(live()), cannot('not-allowed', 1)],
    ['refused for good, offline', parked, at(waiting, 1), cannot('not-allowed', 1)],
    ['the store is full', two, at(live('editor', trouble)), cannot('cannot-store', 2)],
    ['may only read', two, at(live('viewer')), cannot('read-only', 2)],
    ['may only comment', two, at(live('commenter')), cannot('read-only', 2)],
    ['may only read, wrote nothing', none, at(live('viewer')), saved],
    ['signed out', two, at(ended()), cannot('sign-in-required', 2)],
    ['signed out, wrote nothing yet', none, at(ended()), cannot('sign-in-required', 0)],
    ['history replaced', two, at(ended(REPLACED)), cannot('replaced', 2)],
  ] as const)('%s', (_name, outbox, connection, expected) => {
    expect(saveStatus(outbox, connection, 'tab')).toMatchObject(expected)
  })

  it('says where the edits are kept', () => {
    expect(saveStatus(two, at(waiting, 1), 'device')).toMatchObject({ kind: 'offline', keptOn: 'device' })
  })

  it("gives the server's own words for the reason", () => {
    expect(saveStatus(two, at(live('editor', trouble)), 'tab')).toMatchObject({ detail: 'disk full' })
    expect(saveStatus(parked, at(live()), 'tab')).toMatchObject({ detail: REFUSAL.notAllowed.meaning })
  })

  it('tells two apart exactly when they differ', () => {
    const all: SaveStatus[] = [
      saved,
      saving(1),
      saving(2),
      offline(1),
      { kind: 'offline', pending: 1, keptOn: 'device' },
      { kind: 'cannot-save', reason: 'a', detail: 'x', pending: 1, keptOn: 'tab' },
      { kind: 'cannot-save', reason: 'a', detail: 'y', pending: 1, keptOn: 'tab' },
      { kind: 'cannot-save', reason: 'b', detail: 'x', pending: 1, keptOn: 'tab' },
    ]
    for (const [i, a] of all.entries())
      for (const [j, b] of all.entries()) expect(sameStatus(a, { ...b })).toBe(i === j)
  })
})
