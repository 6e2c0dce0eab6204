import {
  CLIENT_SILENCE_MS,
  CLOSE,
  type CloseReason,
  newReplicaId,
  REFUSAL,
  type ServerMessage,
  toClientSeq,
  toEpoch,
  toSeq,
  type Welcome,
} from '@dure/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConnectionEffect, ConnectionEvent } from './connection-event.ts'
import { type ConnectionState, idleConnection, mayPush, type Phase } from './connection-phase.ts'
import { step } from './connection-state.ts'
import { REPLACED } from './end-reason.ts'
import { HEALTHY_AFTER_MS, OPEN_TIMEOUT_MS, TICK_MS, WAKE_PROBE_MS, WELCOME_TIMEOUT_MS } from './limits.ts'

const START = 1_000_000
const SETTINGS = { schemaVersion: 3 }

const welcome = (fields: Partial<Welcome> = {}): Welcome => ({
  type: 'welcome',
  protocolVersion: 1,
  minSchemaVersion: 1,
  replicaId: newReplicaId(),
  epoch: toEpoch(1),
  head: toSeq(10),
  durableClientSeq: toClientSeq(0),
  role: 'editor',
  userId: 'u',
  displayName: '',
  ...fields,
})
const hear = (message: ServerMessage): ConnectionEvent => ({ type: 'message', message })
const updates = (from: number, to: number): ConnectionEvent =>
  hear({ type: 'updates', fromSeq: toSeq(from), toSeq: toSeq(to), updates: [] })
const refused = (reason = REFUSAL.cannotStore, clientSeq = 1): ConnectionEvent =>
  hear({ type: 'refused', clientSeq: toClientSeq(clientSeq), reason, detail: '' })
const durable = (clientSeq: number, seq: number): ConnectionEvent =>
  hear({ type: 'durable', clientSeq: toClientSeq(clientSeq), seq: toSeq(seq) })

interface Run {
  readonly state: ConnectionState
  /** Of the last event. */
  readonly effects: readonly ConnectionEffect[]
}

/** Runs events, each `[after ms, event]` or an event at once. */
type Script = readonly (ConnectionEvent | readonly [number, ConnectionEvent])[]
function run(script: Script, from: ConnectionState = idleConnection, random = 0.5): Run {
  let nowMs = START
  let last: Run = { state: from, effects: [] }
  for (const line of script) {
    const [afterMs, event] = 'type' in line ? [0, line] : line
    nowMs += afterMs
    last = step(last.state, event, { nowMs, random }, SETTINGS)
  }
  return last
}

const START_FRESH: ConnectionEvent = { type: 'start', position: undefined }
const OPENED: ConnectionEvent = { type: 'opened' }
const LIVE: Script = [START_FRESH, OPENED, hear(welcome())]
const SYNCED: Script = [
  ...LIVE,
  hear({ type: 'state', seq: toSeq(8), update: new Uint8Array() }),
  updates(9, 10),
  hear({ type: 'synced', seq: toSeq(10) }),
]
const tick = (bufferedBytes = 0, unansweredSinceMs?: number): ConnectionEvent => ({
  type: 'tick',
  bufferedBytes,
  unansweredSinceMs,
})
const types = (effects: readonly ConnectionEffect[]) => effects.map((effect) => effect.type)
const follow = (script: Script, ...more: Script): Run => run([...script, ...more])

it('remembers why the server sent it away, until it is let in or the network fails', () => {
  const closed = (code: number): ConnectionEvent => ({ type: 'closed', code })
  const away = follow(LIVE, closed(CLOSE.tryLater.code))
  expect(away.state.turnedAway).toBe(CLOSE.tryLater)
  const again: Script = [...LIVE, closed(CLOSE.tryLater.code), [60_000, { type: 'timer', timer: 'phase' }]]
  expect(run(again).state).toMatchObject({ phase: { kind: 'opening' }, turnedAway: CLOSE.tryLater })
  expect(follow(again, OPENED, hear(welcome())).state.turnedAway).toBeUndefined()
  expect(follow(again, closed(1006)).state.turnedAway).toBeUndefined()
  expect(follow(LIVE, closed(CLOSE.restarting.code)).state.turnedAway).toBeUndefined()
})

describe('connecting', () => {
  it('opens, greets and becomes live', () => {
    expect(run([START_FRESH]).state.phase).toEqual({ kind: 'opening' })
    expect(types(run([START_FRESH]).effects)).toEqual(['open-transport', 'set-timer'])
    expect(run([START_FRESH, OPENED]).effects).toContainEqual({ type: 'send-hello', resume: undefined })
    expect(run(LIVE).state.phase).toMatchObject({ kind: 'live', role: 'editor', synced: false })
    expect(run(SYNCED).state).toMatchObject({ position: { epoch: 1, lastSeq: 10 }, phase: { synced: true } })
  })

  it('resumes from its position', () => {
    const position = { epoch: toEpoch(1), lastSeq: toSeq(7) }
    expect(run([{ type: 'start', position }, OPENED]).effects).toContainEqual({ type: 'send-hello', resume: position })
    const { effects } = follow(SYNCED, { type: 'closed', code: 1006 }, [500, { type: 'timer', timer: 'phase' }], OPENED)
    expect(effects).toContainEqual({ type: 'send-hello', resume: { epoch: 1, lastSeq: 10 } })
  })

  it('acknowledges what welcome says is durable before it pushes the rest', () => {
    const { effects } = run([START_FRESH, OPENED, hear(welcome({ durableClientSeq: toClientSeq(4) }))])
    expect(types(effects).slice(-2)).toEqual(['acknowledge', 'push'])
    expect(effects).toContainEqual({ type: 'acknowledge', clientSeq: 4 })
  })

  it.each([
    ['never opens', [START_FRESH, [OPEN_TIMEOUT_MS, { type: 'timer', timer: 'phase' }]]],
    ['opens but is never welcomed', [START_FRESH, OPENED, [WELCOME_TIMEOUT_MS, { type: 'timer', timer: 'phase' }]]],
    ['answers hello with something else', [START_FRESH, OPENED, hear({ type: 'pong' })]],
    ['sends what cannot be read', [...LIVE, { type: 'unreadable' }]],
    ['welcomes twice', [...LIVE, hear(welcome())]],
  ] satisfies [string, Script][])('gives up a connection that %s, and waits', (_name, script) => {
    const { state, effects } = run(script)
    expect(state.phase.kind).toBe('waiting')
    expect(types(effects)).toContain('close-transport')
  })
})

describe('close codes', () => {
  it.each(Object.values(CLOSE))('$name is followed by: $retry', (reason: CloseReason) => {
    const { state, effects } = follow(SYNCED, { type: 'closed', code: reason.code })
    if (reason.retry === 'after-change') {
      expect(state.phase).toEqual({ kind: 'ended', reason })
      expect(types(effects)).not.toContain('set-timer')
    } else {
      expect(state.phase).toEqual({ kind: 'waiting', retryAtMs: START + 250 })
    }
    expect(types(effects)).toContain('lost')
  })

  it('nobody sends are network trouble', () => {
    expect(follow(LIVE, { type: 'closed', code: 1006 }).state.phase.kind).toBe('waiting')
  })

  it('after goaway are followed by the time the server gave', () => {
    const goaway = hear({ type: 'goaway', reconnectAfterMs: 1234 })
    for (const code of [CLOSE.restarting.code, 1006]) {
      const { state } = follow(SYNCED, goaway, { type: 'closed', code })
      expect(state.phase).toEqual({ kind: 'waiting', retryAtMs: START + 1234 })
      expect(state.advisedMs).toBeUndefined()
    }
    expect(run([START_FRESH, OPENED, goaway, { type: 'closed', code: 1012 }]).state.phase).toEqual({
      kind: 'waiting',
      retryAtMs: START + 1234,
    })
  })
})

describe('the back-off', () => {
  const failTimes = (times: number, random: number): number => {
    const script: ConnectionEvent[] = [START_FRESH, { type: 'closed', code: 1006 }]
    for (let each = 1; each < times; each += 1)
      script.push({ type: 'timer', timer: 'phase' }, { type: 'closed', code: 1006 })
    const { phase } = run(script, idleConnection, random).state
    return phase.kind === 'waiting' ? phase.retryAtMs - START : Number.NaN
  }

  it('doubles from 0.5 s to 30 s, drawn evenly from 0 on', () => {
    const highest = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((times) => failTimes(times, 1 - 1e-12))
    expect(highest).toEqual([499, 999, 1999, 3999, 7999, 15999, 29999, 29999, 29999])
    expect(failTimes(5, 0)).toBe(0)
    expect(failTimes(5, 0.25)).toBe(2000)
  })

  it('starts over only after a connection that lived', () => {
    const lost: ConnectionEvent = { type: 'closed', code: 1006 }
    const again: Script = [{ type: 'timer', timer: 'phase' }, OPENED, hear(welcome())]
    const short = follow(LIVE, lost, ...again, lost, ...again, lost)
    expect(short.state.attempt).toBe(3)
    const long = follow(LIVE, lost, ...again, [HEALTHY_AFTER_MS, { type: 'timer', timer: 'healthy' }], lost)
    expect(long.state.attempt).toBe(1)
  })
})

describe('page and network', () => {
  const WAITING: Script = [...SYNCED, { type: 'closed', code: 1006 }]
  const ENDED: Script = [...SYNCED, { type: 'closed', code: 4401 }]
  const online: ConnectionEvent = { type: 'network', online: true }
  const offline: ConnectionEvent = { type: 'network', online: false }
  const shown: ConnectionEvent = { type: 'shown' }
  const now: ConnectionEvent = { type: 'reconnect-now' }

  it.each([
    ['waiting', WAITING, online, 'opening'],
    ['waiting', WAITING, shown, 'opening'],
    ['waiting', WAITING, now, 'opening'],
    ['waiting', WAITING, offline, 'waiting'],
    ['opening', [START_FRESH], online, 'opening'],
    ['greeting', [START_FRESH, OPENED], online, 'opening'],
    ['greeting', [START_FRESH, OPENED], shown, 'greeting'],
    ['live', SYNCED, online, 'live'],
    ['live', SYNCED, offline, 'live'],
    ['live', SYNCED, shown, 'live'],
    ['live', SYNCED, now, 'opening'],
    ['ended', ENDED, online, 'ended'],
    ['ended', ENDED, shown, 'ended'],
    ['ended', ENDED, now, 'opening'],
    ['closed', [...SYNCED, { type: 'close' }], now, 'ended'],
    ['idle', [], now, 'idle'],
  ] satisfies [string, Script, ConnectionEvent, Phase['kind']][])('%s: %j', (_name, script, event, kind) => {
    expect(follow(script, event).state.phase.kind).toBe(kind)
  })

  it('never leaves two transports: whoever opens one over another closes that first', () => {
    const { effects } = follow([START_FRESH, OPENED], online)
    expect(types(effects)).toEqual(['clear-timer', 'close-transport', 'open-transport', 'set-timer'])
  })

  it('that woke up ask a live connection for a sign of life, and give it up without one', () => {
    for (const event of [online, offline, shown]) {
      expect(types(follow(SYNCED, event).effects)).toEqual(['send-ping', 'set-timer'])
      expect(follow(SYNCED, event, [WAKE_PROBE_MS, tick()]).state.phase.kind).toBe('waiting')
      expect(follow(SYNCED, event, [900, hear({ type: 'pong' })], [4100, tick()]).state.phase.kind).toBe('live')
    }
  })
})

describe('the watchdog', () => {
  const ticks = (count: number, bufferedBytes: (index: number) => number = () => 0): Script =>
    Array.from({ length: count }, (_, index) => [TICK_MS, tick(bufferedBytes(index))] as const)
  const SILENT = CLIENT_SILENCE_MS / TICK_MS

  it('asks after the silence, and gives up after as much again', () => {
    expect(types(follow(SYNCED, ...ticks(SILENT - 1)).effects)).toEqual(['set-timer'])
    expect(types(follow(SYNCED, ...ticks(SILENT)).effects)).toEqual(['send-ping', 'set-timer'])
    expect(follow(SYNCED, ...ticks(2 * SILENT - 1)).state.phase.kind).toBe('live')
    expect(follow(SYNCED, ...ticks(2 * SILENT)).state.phase.kind).toBe('waiting')
  })

  it('is satisfied by anything the server says', () => {
    const { state } = follow(SYNCED, ...ticks(2 * SILENT - 1), hear({ type: 'pong' }), ...ticks(2 * SILENT - 1))
    expect(state.phase.kind).toBe('live')
  })

  it('lets a large message take its time as long as it moves', () => {
    const shrinking = ticks(100, (index) => 8_000_000 - index * 50_000)
    expect(follow(SYNCED, ...shrinking).state.phase.kind).toBe('live')
    const stuck = ticks(100, () => 8_000_000)
    expect(follow(SYNCED, ...stuck.slice(0, 2 * SILENT)).state.phase.kind).toBe('waiting')
  })

  it('does not take its own sleep for the death of the other side', () => {
    const { state, effects } = follow(SYNCED, [3_600_000, tick()])
    expect(state.phase.kind).toBe('live')
    expect(types(effects)).toEqual(['send-ping', 'set-timer'])
    expect(follow(SYNCED, [3_600_000, tick()], [TICK_MS, tick()]).state.phase.kind).toBe('waiting')
  })

  it('in a hidden tab, whose timers come once a minute, still finds out', () => {
    expect(follow(SYNCED, [60_000, tick()], [60_000, tick()]).state.phase.kind).toBe('waiting')
    expect(follow(SYNCED, [60_000, tick()], hear({ type: 'pong' }), [60_000, tick()]).state.phase.kind).toBe('live')
  })

  it('is not confused by a clock that is set back', () => {
    const { state } = follow(SYNCED, [-3_600_000, tick()], ...ticks(SILENT))
    expect(state.phase).toMatchObject({ kind: 'live', watch: { giveUpAtMs: expect.any(Number) } })
    expect(follow(SYNCED, [-3_600_000, tick()], ...ticks(2 * SILENT)).state.phase.kind).toBe('waiting')
  })

  it('gives up a connection on which a push gets no answer', () => {
    const heardLately = hear({ type: 'pong' })
    expect(follow(SYNCED, [61_000, heardLately], tick(0, START)).state.phase.kind).toBe('waiting')
    expect(follow(SYNCED, [59_000, heardLately], tick(0, START)).state.phase.kind).toBe('live')
    // Not all of it has left yet.
    expect(follow(SYNCED, [61_000, heardLately], tick(100, START)).state.phase.kind).toBe('live')
  })
})

describe('[DU2] the position in the log', () => {
  it.each([
    ['what follows at once moves it', updates(11, 13), 13, 'live'],
    ['what overlaps moves it', updates(9, 12), 12, 'live'],
    ['what is known already does not', updates(3, 10), 10, 'live'],
    ['a gap does not, and hello is said anew', updates(12, 13), 10, 'waiting'],
    ['an own durable update moves it', durable(1, 11), 11, 'live'],
    ['an older number does not move it back', durable(1, 4), 10, 'live'],
  ] satisfies [string, ConnectionEvent, number, Phase['kind']][])('%s', (_name, event, lastSeq, kind) => {
    const { state } = follow(SYNCED, event)
    expect(state.position?.lastSeq).toBe(lastSeq)
    expect(state.phase.kind).toBe(kind)
  })

  it('applies a run that brings something new, and none that does not', () => {
    expect(types(follow(SYNCED, updates(11, 11)).effects)).toEqual(['apply-updates'])
    expect(types(follow(SYNCED, updates(10, 10)).effects)).toEqual([])
  })

  it('starts at 0 for an empty document', () => {
    const empty = hear({ type: 'synced', seq: toSeq(0) })
    const { state } = run([START_FRESH, OPENED, hear(welcome({ head: toSeq(0) })), empty])
    expect(state.position).toEqual({ epoch: 1, lastSeq: 0 })
  })

  const FOUND: ConnectionEvent = { type: 'found-late', position: { epoch: toEpoch(1), lastSeq: toSeq(7) } }

  it.each([
    ['while the socket opens is said in hello', [START_FRESH, FOUND, OPENED], ['send-hello', 'set-timer'], 7],
    ['after hello has hello said anew', [START_FRESH, OPENED, FOUND], ['close-transport', 'open-transport'], 7],
    ['between two attempts is kept for the next', [START_FRESH, { type: 'closed', code: 1006 }, FOUND], [], 7],
    ['when the server has told more changes nothing', [...SYNCED, FOUND], [], 10],
  ] satisfies [string, Script, string[], number][])('found late on the device %s', (_name, events, last, lastSeq) => {
    const { state, effects } = run(events)
    expect(types(effects)).toEqual(expect.arrayContaining(last))
    if (last.length === 0) expect(effects).toEqual([])
    expect(state.position?.lastSeq).toBe(lastSeq)
  })

  it('is forgotten by starting over', () => {
    const { state } = follow(SYNCED, { type: 'start-over' })
    expect(state.position).toBeUndefined()
    expect(state.phase.kind).toBe('waiting')
  })
})

describe('[DU10] lineage', () => {
  const position = { epoch: toEpoch(2), lastSeq: toSeq(5) }
  it.each([
    ['another epoch', welcome({ epoch: toEpoch(3), head: toSeq(99) }), REPLACED],
    ['a log shorter than the copy', welcome({ epoch: toEpoch(2), head: toSeq(4) }), REPLACED],
    ['a schema newer than this client', welcome({ epoch: toEpoch(2), minSchemaVersion: 4 }), CLOSE.outdated],
  ] satisfies [string, Welcome, CloseReason][])(
    '%s ends the connection and keeps the position',
    (_name, message, reason) => {
      const { state, effects } = run([{ type: 'start', position }, OPENED, hear(message)])
      expect(state.phase).toEqual({ kind: 'ended', reason })
      expect(state.position).toEqual(position)
      expect(types(effects)).toEqual(['clear-timer', 'close-transport'])
    },
  )
})

describe('a refusal', () => {
  it('for now holds pushes back, longer each time, until something beyond it is durable', () => {
    const once = follow(SYNCED, refused(REFUSAL.cannotStore, 1))
    expect(mayPush(once.state)).toBe(false)
    expect(once.effects).toContainEqual({ type: 'set-timer', timer: 'resend', afterMs: 1500 })
    // The ack that passes over the refused number is no sign that the store works again.
    const passed = follow(SYNCED, refused(REFUSAL.cannotStore, 1), durable(1, 10))
    expect(mayPush(passed.state)).toBe(false)
    const tried: Script = [...SYNCED, refused(REFUSAL.cannotStore, 1), [1500, { type: 'timer', timer: 'resend' }]]
    expect(mayPush(run(tried).state)).toBe(true)
    expect(run(tried).state.phase).toMatchObject({ trouble: { attempt: 0 } })
    expect(follow(tried, refused(REFUSAL.cannotStore, 2)).effects).toContainEqual({
      type: 'set-timer',
      timer: 'resend',
      afterMs: 2000,
    })
    expect(follow(tried, durable(2, 11)).state.phase).toMatchObject({ trouble: undefined })
  })

  it('for good lets the rest go on', () => {
    expect(types(follow(SYNCED, refused(REFUSAL.notAllowed)).effects)).toEqual(['refuse', 'push'])
  })

  it('for another epoch says hello again, which brings it to light', () => {
    expect(follow(SYNCED, refused(REFUSAL.wrongEpoch)).state.phase.kind).toBe('waiting')
  })
})

describe('[DU6] rights', () => {
  it.each([
    ['owner', true],
    ['editor', true],
    ['commenter', false],
    ['viewer', false],
  ] as const)('%s may push: %s', (role, may) => {
    expect(mayPush(run([START_FRESH, OPENED, hear(welcome({ role }))]).state)).toBe(may)
    for (const name of ['role', 'identity']) {
      expect(mayPush(follow(LIVE, hear({ type: 'event', name, body: { role } })).state)).toBe(may)
    }
  })

  it('that cannot be read change nothing', () => {
    for (const body of [null, 7, {}, { role: 'king' }]) {
      expect(follow(LIVE, hear({ type: 'event', name: 'role', body })).state.phase).toMatchObject({ role: 'editor' })
    }
  })
})

describe('whatever happens', () => {
  const serverMessages: fc.Arbitrary<ServerMessage> = fc.constantFrom<ServerMessage>(
    welcome(),
    welcome({ role: 'viewer', head: toSeq(20) }),
    { type: 'state', seq: toSeq(9), update: new Uint8Array() },
    { type: 'updates', fromSeq: toSeq(1), toSeq: toSeq(10), updates: [] },
    { type: 'updates', fromSeq: toSeq(11), toSeq: toSeq(12), updates: [] },
    { type: 'synced', seq: toSeq(10) },
    { type: 'durable', clientSeq: toClientSeq(2), seq: toSeq(11) },
    { type: 'refused', clientSeq: toClientSeq(1), reason: REFUSAL.cannotStore, detail: '' },
    { type: 'goaway', reconnectAfterMs: 100 },
    { type: 'pong' },
  )
  const events: fc.Arbitrary<ConnectionEvent> = fc.oneof(
    fc.record({ type: fc.constant('message' as const), message: serverMessages }),
    fc.constantFrom<ConnectionEvent>(
      START_FRESH,
      OPENED,
      { type: 'unreadable' },
      { type: 'closed', code: 1006 },
      { type: 'closed', code: 4401 },
      { type: 'timer', timer: 'phase' },
      { type: 'timer', timer: 'healthy' },
      { type: 'timer', timer: 'resend' },
      tick(),
      { type: 'network', online: true },
      { type: 'network', online: false },
      { type: 'shown' },
      { type: 'reconnect-now' },
      { type: 'start-over' },
      { type: 'close' },
    ),
  )

  it('there is at most one transport, every wait has its timer, and after close nothing is left', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ afterMs: fc.nat(40_000), event: events }), { maxLength: 60 }), (script) => {
        let state: ConnectionState = idleConnection
        let transport = false
        let nowMs = START
        const timers = new Set<string>()
        const perform = (effects: readonly ConnectionEffect[]) => {
          for (const effect of effects) {
            if (effect.type === 'open-transport') {
              expect(transport).toBe(false)
              transport = true
            }
            if (effect.type === 'close-transport') transport = false
            if (effect.type === 'set-timer') timers.add(effect.timer)
            if (effect.type === 'clear-timer') timers.delete(effect.timer)
          }
        }
        for (const { afterMs, event } of [...script, { afterMs: 0, event: { type: 'close' } as const }]) {
          // What cannot happen does not: transports and timers that do not exist are silent.
          const needsTransport = ['opened', 'message', 'unreadable', 'closed'].includes(event.type)
          if (needsTransport && !transport) continue
          if (event.type === 'timer' && !timers.delete(event.timer)) continue
          if (event.type === 'tick' && !timers.delete('tick')) continue
          nowMs += afterMs
          const { state: next, effects } = step(state, event, { nowMs, random: 0.5 }, SETTINGS)
          state = next
          perform(effects)
          const { kind } = state.phase
          expect(transport).toBe(kind === 'opening' || kind === 'greeting' || kind === 'live')
          expect(timers.has('phase')).toBe(kind === 'opening' || kind === 'greeting' || kind === 'waiting')
          expect(timers.has('tick')).toBe(kind === 'live')
        }
        if (state.phase.kind !== 'idle') expect(state.phase.kind).toBe('ended')
        expect(transport).toBe(false)
        expect([...timers]).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
