/** An operation that makes something, with or without an `Idempotency-Key`. */
import { ChangedMeanwhile } from '../changed-meanwhile.ts'
import { ApiFault } from './api-fault.ts'
import type { AskedOnce, KeptAnswer, KeptAnswers } from './kept-answers.ts'
import { type ApiContext, personIn } from './request.ts'

const KEY = /^[\x21-\x7e]{1,200}$/
/** Headers of an answer that are part of what it says. */
const KEPT_HEADERS = ['content-type', 'location', 'etag', 'link'] as const

/** @throws ApiFault when the key cannot be used; whatever `answer` throws. */
export async function onlyOnce(
  context: ApiContext,
  kept: KeptAnswers,
  answer: () => Promise<Response>,
): Promise<Response> {
  const key = context.req.header('idempotency-key')
  if (key === undefined) return answer()
  if (!KEY.test(key)) throw new ApiFault(400, 'bad-key', 'Idempotency-Key: 1 to 200 visible ASCII characters.')
  const { method, path } = context.req
  const request = `${method} ${path}\n${await context.req.text()}`
  const asked: AskedOnce = { personId: personIn(context).userId, key, request }
  const reservation = await kept.reserve(asked)
  switch (reservation.kind) {
    case 'first':
      return keepAnswer(kept, asked, answer)
    case 'again':
      return replay(reservation.answer)
    case 'other-request':
      throw new ApiFault(422, 'key-used', 'This Idempotency-Key was used for another request. Take a new one.')
    case 'unfinished':
      throw new ApiFault(
        409,
        'key-unfinished',
        'A request with this Idempotency-Key is under way, or broke off. Ask again in a moment; if it stays so, see whether it was made.',
        { 'retry-after': '1' },
      )
    case 'too-many':
      throw new ApiFault(429, 'too-many-keys', 'As many keys were used today as may be. Ask without one, or later.', {
        'retry-after': '3600',
      })
    default:
      return reservation satisfies never
  }
}

async function keepAnswer(kept: KeptAnswers, asked: AskedOnce, answer: () => Promise<Response>): Promise<Response> {
  let response: Response
  try {
    response = await answer()
  } catch (error) {
    // It was refused, so nothing was made. After anything else nobody knows: the key stays taken.
    if (error instanceof ApiFault || error instanceof ChangedMeanwhile) await kept.forget(asked)
    throw error
  }
  const body = await response.clone().text()
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = response.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  await kept.keep(asked, { status: response.status, headers: Object.fromEntries(headers), body })
  return response
}

const replay = ({ status, headers, body }: KeptAnswer): Response =>
  new Response(body, { status, headers: { ...headers, 'idempotency-replayed': 'true' } })
