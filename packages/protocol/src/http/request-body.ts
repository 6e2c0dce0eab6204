/**
 * What a client says in one piece where there is no WebSocket: the bodies of the three requests.
 *
 *     messages   (varBytes message)*
 *     stream     messages: the first is hello
 *     poll       varUint hold (0 | 1) · varString mark · messages: the first is hello
 *     post       varString sessionId · messages: neither of them is hello, at most one is push
 */
import { encode, MalformedMessage, Reader, writeVarString, writeVarUint, writeVarUint8Array } from '../bytes.ts'
import { type DureClientMessage, readClientMessage } from '../client-message.ts'
import { parseSessionId, type SessionId } from '../ids.ts'
import { MAX_CLIENT_MESSAGE_BYTES, MAX_MESSAGES_PER_REQUEST } from '../limits.ts'
import type { Hello } from '../messages/hello.ts'
import { MAX_MARK_BYTES } from './packet.ts'

/** A message as it came, and what it says. */
export interface ReceivedMessage {
  readonly bytes: Uint8Array
  readonly message: DureClientMessage
}

export interface StreamRequest {
  readonly hello: Hello
  /** All messages, hello first. */
  readonly messages: readonly ReceivedMessage[]
}

export interface PollRequest extends StreamRequest {
  /** Whether to wait for news when there are none. */
  readonly hold: boolean
  /** Of the answer before; empty for the first. */
  readonly mark: string
}

export interface PostRequest {
  readonly sessionId: SessionId
  readonly messages: readonly ReceivedMessage[]
}

type Bytes = Uint8Array<ArrayBuffer>

export const writeStreamRequest = (messages: readonly Uint8Array[]): Bytes =>
  encode((encoder) => {
    for (const message of messages) writeVarUint8Array(encoder, message)
  })

export const writePollRequest = (hold: boolean, mark: string, messages: readonly Uint8Array[]): Bytes =>
  encode((encoder) => {
    writeVarUint(encoder, hold ? 1 : 0)
    writeVarString(encoder, mark)
    for (const message of messages) writeVarUint8Array(encoder, message)
  })

export const writePostRequest = (sessionId: SessionId, messages: readonly Uint8Array[]): Bytes =>
  encode((encoder) => {
    writeVarString(encoder, sessionId)
    for (const message of messages) writeVarUint8Array(encoder, message)
  })

/** @throws MalformedMessage */
export const readStreamRequest = (bytes: Uint8Array): StreamRequest => withHello(readMessages(new Reader(bytes)))

/** @throws MalformedMessage */
export function readPollRequest(bytes: Uint8Array): PollRequest {
  const reader = new Reader(bytes)
  const hold = reader.varUint('hold')
  if (hold > 1) throw new MalformedMessage('hold: 0 or 1')
  const mark = reader.varString('mark', MAX_MARK_BYTES)
  return { hold: hold === 1, mark, ...withHello(readMessages(reader)) }
}

/** @throws MalformedMessage */
export function readPostRequest(bytes: Uint8Array): PostRequest {
  const reader = new Reader(bytes)
  const sessionId = parseSessionId(reader.varString('session', 64))
  if (!sessionId) throw new MalformedMessage('session: 8 to 64 characters of [0-9A-Za-z_-]')
  const messages = readMessages(reader)
  if (messages.length === 0) throw new MalformedMessage('a post says nothing')
  if (messages.some(({ message }) => message.type === 'hello')) throw new MalformedMessage('hello in a post')
  if (messages.filter(({ message }) => message.type === 'push').length > 1)
    throw new MalformedMessage('a post carries one push')
  return { sessionId, messages }
}

function readMessages(reader: Reader): ReceivedMessage[] {
  const messages: ReceivedMessage[] = []
  while (reader.remaining > 0) {
    if (messages.length === MAX_MESSAGES_PER_REQUEST)
      throw new MalformedMessage(`more than ${MAX_MESSAGES_PER_REQUEST} messages in a request`)
    const bytes = reader.varBytes('message', MAX_CLIENT_MESSAGE_BYTES)
    messages.push({ bytes, message: readClientMessage(bytes, 'dure') })
  }
  return messages
}

function withHello(messages: readonly ReceivedMessage[]): StreamRequest {
  const [first, ...others] = messages
  if (first?.message.type !== 'hello') throw new MalformedMessage('a request begins with hello')
  if (others.some(({ message }) => message.type === 'hello' || message.type === 'push'))
    throw new MalformedMessage('beside hello, a request may carry presence only')
  return { hello: first.message, messages }
}
