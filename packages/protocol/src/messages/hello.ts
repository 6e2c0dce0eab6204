/**
 * hello, client → server, first message on a `dure.1` connection.
 *
 * varUint 16 · varUint protocolVersion · varUint schemaVersion · varString sessionId · varString displayName
 * · varUint hasResume (0 | 1) · if 1: varUint epoch · varUint lastSeq
 */
import { encode, MalformedMessage, type Reader, writeVarString, writeVarUint } from '../bytes.ts'
import { cutDisplayName } from '../display-name.ts'
import { type Epoch, parseSessionId, type Seq, type SessionId, toEpoch, toSeq } from '../ids.ts'
import { MAX_DISPLAY_NAME_LENGTH } from '../limits.ts'
import { MESSAGE } from './message-type.ts'

export interface Hello {
  readonly type: 'hello'
  readonly protocolVersion: number
  readonly schemaVersion: number
  readonly sessionId: SessionId
  /** What a guest wants to be called; ignored for a signed-in person. May be empty. */
  readonly displayName: string
  /** Where this client's copy stands; absent when it has none. */
  readonly resume: { readonly epoch: Epoch; readonly lastSeq: Seq } | undefined
}

export function writeHello(hello: Omit<Hello, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.hello)
    writeVarUint(encoder, hello.protocolVersion)
    writeVarUint(encoder, hello.schemaVersion)
    writeVarString(encoder, hello.sessionId)
    writeVarString(encoder, cutDisplayName(hello.displayName))
    writeVarUint(encoder, hello.resume ? 1 : 0)
    if (hello.resume) {
      writeVarUint(encoder, hello.resume.epoch)
      writeVarUint(encoder, hello.resume.lastSeq)
    }
  })
}

/** Reads what follows the type. */
export function readHello(reader: Reader): Hello {
  const protocolVersion = reader.varUint('protocolVersion')
  const schemaVersion = reader.varUint('schemaVersion')
  const sessionId = parseSessionId(reader.varString('sessionId', 64))
  if (!sessionId) throw new MalformedMessage('sessionId: 8 to 64 characters of [0-9A-Za-z_-]')
  const displayName = reader.varString('displayName', MAX_DISPLAY_NAME_LENGTH * 4)
  const hasResume = reader.varUint('hasResume')
  if (hasResume > 1) throw new MalformedMessage('hasResume: 0 or 1')
  const resume = hasResume ? { epoch: readEpoch(reader), lastSeq: toSeq(reader.varUint('lastSeq')) } : undefined
  return { type: 'hello', protocolVersion, schemaVersion, sessionId, displayName, resume }
}

function readEpoch(reader: Reader): Epoch {
  const epoch = reader.varUint('epoch')
  if (epoch === 0) throw new MalformedMessage('epoch: from 1 on')
  return toEpoch(epoch)
}
