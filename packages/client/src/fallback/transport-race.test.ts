/** One attempt by several carriers, as stories of what happens and tables of what is done. */
import { CLOSE } from '@dure/protocol'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FALLBACK_PATIENCE_MS } from '../limits.ts'
import { CARRIERS, type Carrier, type Plan } from './transport-choice.ts'
import { BROKEN, type RaceEvent, type RaceStep, startRace, stepRace } from './transport-race.ts'

const PLAN: Plan = { carriers: CARRIERS, patienceMs: 7, trustsFirst: false }
const overdue: RaceEvent = { type: 'overdue' }
const through = (carrier: Carrier): RaceEvent => ({ type: 'through', carrier })
const ended = (carrier: Carrier, code = BROKEN): RaceEvent => ({ type: 'ended', carrier, code })

function run(plan: Plan, events: readonly RaceEvent[]): { done: string[]; last: RaceStep } {
  let last = startRace(plan)
  const done: string[] = []
  const note = () => {
    for (const effect of last.effects) {
      if (effect.type === 'start') done.push(`start ${effect.carrier}`)
      else if (effect.type === 'drop') done.push(`drop ${effect.carrier}`)
      else if (effect.type === 'won') done.push(`${effect.winner} won over ${effect.others.join(', ') || 'none'}`)
      else done.push(`over ${effect.code}${effect.broken ? ' broken' : ''}`)
    }
  }
  note()
  for (const event of events) {
    last = stepRace(last.race, event)
    note()
  }
  return { done, last }
}

describe('a race', () => {
  test.each<[string, readonly RaceEvent[], readonly string[]]>([
    ['is won by a WebSocket in its time', [through('websocket')], ['start websocket', 'websocket won over none']],
    [
      'goes on at once when one fails',
      [ended('websocket'), through('stream')],
      ['start websocket', 'start stream', 'stream won over websocket'],
    ],
    [
      'starts the next beside one that takes too long',
      [overdue, overdue, through('poll')],
      [
        'start websocket',
        'start stream',
        'start poll',
        'drop websocket',
        'drop stream',
        'poll won over websocket, stream',
      ],
    ],
    [
      'is won by the first after all',
      [overdue, through('websocket')],
      ['start websocket', 'start stream', 'drop stream', 'websocket won over stream'],
    ],
    [
      'is over when all have failed',
      [ended('websocket'), ended('stream'), ended('poll')],
      ['start websocket', 'start stream', 'start poll', `over ${BROKEN} broken`],
    ],
    [
      'waits for those that run when one fails and none is left to start',
      [overdue, overdue, ended('stream'), ended('poll'), through('websocket')],
      ['start websocket', 'start stream', 'start poll', 'websocket won over stream, poll'],
    ],
    [
      'is over at a word of the server',
      [overdue, ended('stream', CLOSE.unknownDocument.code)],
      ['start websocket', 'start stream', 'drop websocket', `over ${CLOSE.unknownDocument.code}`],
    ],
    [
      'takes a polite end for a network that blocks',
      [ended('websocket', 1000), ended('stream', CLOSE.goingAway.code), through('poll')],
      ['start websocket', 'start stream', 'start poll', 'poll won over websocket, stream'],
    ],
    [
      'is over when the winner breaks',
      [through('websocket'), ended('websocket')],
      ['start websocket', 'websocket won over none', `over ${BROKEN} broken`],
    ],
    [
      'is over when the server ends the winner',
      [through('websocket'), ended('websocket', CLOSE.restarting.code)],
      ['start websocket', 'websocket won over none', `over ${CLOSE.restarting.code}`],
    ],
    [
      'does not care for those it has dropped, nor for time, once it is won',
      [overdue, through('websocket'), ended('stream'), through('stream'), overdue],
      ['start websocket', 'start stream', 'drop stream', 'websocket won over stream'],
    ],
  ])('%s', (_name, events, done) => {
    expect(run(PLAN, events).done).toEqual(done)
  })

  test('of a WebSocket that is trusted ends with it, unless it took too long', () => {
    const trusting = { ...PLAN, trustsFirst: true }
    expect(run(trusting, [ended('websocket')]).done).toEqual(['start websocket', `over ${BROKEN} broken`])
    expect(run(trusting, [overdue, ended('websocket'), through('stream')]).done.at(-1)).toBe(
      'stream won over websocket',
    )
  })

  test('gives the first the time of the plan and the others that of a fallback', () => {
    const patience = [startRace(PLAN), stepRace(startRace(PLAN).race, overdue)].flatMap(({ effects }) =>
      effects.map((effect) => (effect.type === 'start' ? effect.patienceMs : 0)),
    )
    expect(patience).toEqual([7, FALLBACK_PATIENCE_MS])
  })

  test('leaves nothing running that it does not know of, whatever happens', () => {
    const carrier = fc.constantFrom(...CARRIERS)
    const event: fc.Arbitrary<RaceEvent> = fc.oneof(
      fc.constant(overdue),
      carrier.map(through),
      fc.tuple(carrier, fc.constantFrom(BROKEN, 1000, 4404, 1012)).map(([each, code]) => ended(each, code)),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), fc.boolean(), (events, trustsFirst) => {
        const running = new Set<Carrier>()
        let wins = 0
        let overs = 0
        let step = startRace({ ...PLAN, trustsFirst })
        for (const each of [undefined, ...events]) {
          if (each) {
            step = stepRace(step.race, each)
            // What ends has ended, known or not.
            if (each.type === 'ended') running.delete(each.carrier)
          }
          for (const effect of step.effects) {
            if (effect.type === 'start') running.add(effect.carrier)
            if (effect.type === 'drop') running.delete(effect.carrier)
            if (effect.type === 'won') wins += 1
            if (effect.type === 'over') overs += 1
          }
        }
        expect(wins).toBeLessThanOrEqual(1)
        expect(overs).toBeLessThanOrEqual(1)
        if (overs > 0) expect([...running]).toEqual([])
        if (step.race.winner && overs === 0) expect([...running]).toEqual([step.race.winner])
      }),
    )
  })
})
