/** Everything that may cross a socket between Dure's parts. Grammar and rules: ../PROTOCOL.md. */
export {
  ATTACHMENT_KINDS,
  type AttachmentKind,
  IMAGE_TYPES,
  UPLOAD_KEY_HEADER,
  VIDEO_TYPES,
} from './attachments.ts'
export {
  type Encoder,
  encode,
  MalformedMessage,
  Reader,
  writeVarString,
  writeVarUint,
  writeVarUint8Array,
} from './bytes.ts'
export {
  type ClientMessage,
  type Dialect,
  type DureClientMessage,
  type PlainClientMessage,
  readClientMessage,
} from './client-message.ts'
export { CLOSE, type CloseReason, closeReasonOf, type RetryRule } from './close-code.ts'
export { MAX_MARK_BYTES, type PacketItem, readPacket, writePacket } from './http/packet.ts'
export {
  type PollRequest,
  type PostRequest,
  type ReceivedMessage,
  readPollRequest,
  readPostRequest,
  readStreamRequest,
  type StreamRequest,
  writePollRequest,
  writePostRequest,
  writeStreamRequest,
} from './http/request-body.ts'
export {
  type AttachmentId,
  type ClientSeq,
  type DocumentId,
  type Epoch,
  newAttachmentId,
  newDocumentId,
  newReplicaId,
  newSessionId,
  newUserId,
  newWorkspaceId,
  parseAttachmentId,
  parseDocumentId,
  parseReplicaId,
  parseSessionId,
  parseUserId,
  type ReplicaId,
  type Seq,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
  type UserId,
  type WorkspaceId,
} from './ids.ts'
export {
  CLIENT_SILENCE_MS,
  MAX_CLIENT_MESSAGE_BYTES,
  MAX_CREDENTIAL_BYTES,
  MAX_DISPLAY_NAME_LENGTH,
  MAX_ECHOED_PRESENCE_STATES,
  MAX_MESSAGES_PER_REQUEST,
  MAX_PRESENCE_STATE_BYTES,
  MAX_PRESENCE_STATES_PER_MESSAGE,
  MAX_RELAYED_PRESENCE_STATE_BYTES,
  MAX_REQUEST_BYTES,
  MAX_UPDATE_BYTES,
  MAX_UPDATES_PER_MESSAGE,
  POLL_HOLD_MS,
  PROTOCOL_VERSION,
  SERVER_PING_MS,
  STREAM_PING_MS,
  SUBPROTOCOL,
} from './limits.ts'
export {
  type AwarenessMessage,
  type PresenceEntry,
  type QueryAwareness,
  writeAwareness,
  writeQueryAwareness,
} from './messages/awareness.ts'
export { type Durable, writeDurable } from './messages/durable.ts'
export { type ServerEvent, writeEvent } from './messages/event.ts'
export { type Goaway, writeGoaway } from './messages/goaway.ts'
export { type Hello, writeHello } from './messages/hello.ts'
export { MESSAGE, SYNC } from './messages/message-type.ts'
export { type Ping, type Pong, writePing, writePong } from './messages/ping.ts'
export { type Push, writePush } from './messages/push.ts'
export { type Reauth, writeReauth } from './messages/reauth.ts'
export { type Refused, writeRefused } from './messages/refused.ts'
export { type State, writeState, writeStateHead } from './messages/state.ts'
export { type Sync, writeSyncHead, writeSyncStep1, writeSyncStep2, writeSyncUpdate } from './messages/sync.ts'
export { type Synced, writeSynced } from './messages/synced.ts'
export { type Updates, writeUpdates } from './messages/updates.ts'
export { type Welcome, writeWelcome } from './messages/welcome.ts'
export { REFUSAL, type RefusalName, type RefusalReason, type RefusalRetry, refusalOf } from './refusal.ts'
export {
  ACTIONS,
  type Action,
  may,
  mayInWorkspace,
  rolesThatMay,
  WORKSPACE_ACTIONS,
  type WorkspaceAction,
  workspaceRolesThatMay,
} from './rights-table.ts'
export {
  mayWrite,
  parseRole,
  REACHES,
  type Reach,
  ROLES,
  type Role,
  WORKSPACE_ROLES,
  type WorkspaceRole,
} from './role.ts'
export { readServerMessage, type ServerMessage } from './server-message.ts'
