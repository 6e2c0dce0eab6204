/**
 * welcome, server → client, the answer to hello. What the client lacks follows at once: `updates` when it could
 * resume, else one `state` (and `updates`), then `synced`.
 *
 * varUint 17 · varUint protocolVersion · varUint minSchemaVersion · varString replicaId · varUint epoch · varUint head
 * · varUint durableClientSeq · varString role · varString userId · varString displayName
 */
import { encode, MalformedMessage, type Reader, writeVarString, writeVarUint } from '../bytes.ts'
import { cutDisplayName } from '../display-name.ts'
import {
  type ClientSeq,
  type Epoch,
  parseReplicaId,
  type ReplicaId,
  type Seq,
  toClientSeq,
  toEpoch,
  toSeq,
} from '../ids.ts'
import { MAX_DISPLAY_NAME_LENGTH } from '../limits.ts'
import { parseRole, type Role } from '../role.ts'
import { MESSAGE } from './message-type.ts'

export interface Welcome {
  readonly type: 'welcome'
  readonly protocolVersion: number
  /** A client with an older schema must reload before it edits. */
  readonly minSchemaVersion: number
  readonly replicaId: ReplicaId
  readonly epoch: Epoch
  /** The log's head when this was written. */
  readonly head: Seq
  /** Everything this session pushed up to here is on disk; the outbox may forget it. 0 when it never pushed. */
  readonly durableClientSeq: ClientSeq
  readonly role: Role
  readonly userId: string
  readonly displayName: string
}

export function writeWelcome(welcome: Omit<Welcome, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.welcome)
    writeVarUint(encoder, welcome.protocolVersion)
    writeVarUint(encoder, welcome.minSchemaVersion)
    writeVarString(encoder, welcome.replicaId)
    writeVarUint(encoder, welcome.epoch)
    writeVarUint(encoder, welcome.head)
    writeVarUint(encoder, welcome.durableClientSeq)
    writeVarString(encoder, welcome.role)
    writeVarString(encoder, welcome.userId)
    writeVarString(encoder, cutDisplayName(welcome.displayName))
  })
}

/** Reads what follows the type. */
export function readWelcome(reader: Reader): Welcome {
  const protocolVersion = reader.varUint('protocolVersion')
  const minSchemaVersion = reader.varUint('minSchemaVersion')
  const replicaId = parseReplicaId(reader.varString('replicaId', 64))
  if (!replicaId) throw new MalformedMessage('replicaId: 22 characters of [0-9A-Za-z]')
  const epoch = reader.varUint('epoch')
  if (epoch === 0) throw new MalformedMessage('epoch: from 1 on')
  const head = toSeq(reader.varUint('head'))
  const durableClientSeq = toClientSeq(reader.varUint('durableClientSeq'))
  const role = parseRole(reader.varString('role', 32))
  if (!role) throw new MalformedMessage('role: owner, editor, commenter or viewer')
  const userId = reader.varString('userId', 64)
  const displayName = reader.varString('displayName', MAX_DISPLAY_NAME_LENGTH * 4)
  return {
    type: 'welcome',
    protocolVersion,
    minSchemaVersion,
    replicaId,
    epoch: toEpoch(epoch),
    head,
    durableClientSeq,
    role,
    userId,
    displayName,
  }
}
