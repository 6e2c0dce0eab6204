/**
 * An update that came by a request of its own, to whichever replica: judged, committed and answered here. Its effect
 * reaches the client's session like everybody's, from the log.
 */
import {
  type ClientSeq,
  type DocumentId,
  mayWrite,
  type Push,
  REFUSAL,
  type RefusalReason,
  type SessionId,
  toSeq,
  writeDurable,
  writeRefused,
} from '@dure/protocol'
import type { Identity } from '../auth/identity.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Room } from '../room/room.ts'
import type { RoomRegistry } from '../room/room-registry.ts'

export interface PostedPush {
  readonly documentId: DocumentId
  readonly sessionId: SessionId
  readonly identity: Identity
  readonly push: Push
}

export interface PostedPushDeps {
  readonly rooms: RoomRegistry
  readonly metrics: Metrics
}

/**
 * The messages that answer it; undefined when there is no such document.
 * @throws as `RoomRegistry.open`
 */
export async function answerPush(deps: PostedPushDeps, posted: PostedPush): Promise<readonly Uint8Array[] | undefined> {
  const { push, identity } = posted
  if (!mayWrite(identity.role)) {
    deps.metrics.refusals.inc({ reason: REFUSAL.readOnly.name })
    return refusal(push.clientSeq, REFUSAL.readOnly, 'view only')
  }
  const room = await deps.rooms.open(posted.documentId)
  return room && submit(room, posted)
}

function submit(room: Room, { sessionId, identity, push }: PostedPush): Promise<readonly Uint8Array[]> {
  const { clientSeq, update } = push
  return new Promise((resolve) => {
    room.submit({
      sessionId,
      clientSeq,
      userId: identity.userId,
      update,
      // Nobody's connection: everybody is sent it, the one who wrote it too.
      author: {},
      restates: false,
      durable: () => resolve([durable(clientSeq)]),
      refused: (reason, detail) => resolve(refusal(clientSeq, reason, detail)),
    })
  })
}

/** A refused number is settled, as on a socket. */
const refusal = (clientSeq: ClientSeq, reason: RefusalReason, detail: string): readonly Uint8Array[] => [
  writeRefused({ clientSeq, reason, detail }),
  durable(clientSeq),
]

/** At seq 0: how far the client holds the log is for what brings it the log to say. */
const durable = (clientSeq: ClientSeq): Uint8Array => writeDurable({ clientSeq, seq: toSeq(0) })
