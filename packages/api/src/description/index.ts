/** The whole of the API, part by part. The server registers from it, documents it at `/api/openapi.json`, and tests it. */
import { aboutOperations } from './about-operations.ts'
import { accountOperations } from './account-operations.ts'
import { attachmentOperations } from './attachment-operations.ts'
import { documentOperations } from './document-operations.ts'
import { memberOperations } from './member-operations.ts'
import type { ApiPart, Operation } from './operation.ts'
import { pageOperations } from './page-operations.ts'
import { sessionOperations } from './session-operations.ts'
import { sharingOperations } from './sharing-operations.ts'

export const API_PARTS: readonly ApiPart[] = [
  { name: 'Session', operations: sessionOperations },
  { name: 'Account', operations: accountOperations },
  { name: 'People', operations: memberOperations },
  { name: 'Documents', operations: documentOperations },
  { name: 'Pages', operations: pageOperations },
  { name: 'Sharing', operations: sharingOperations },
  { name: 'Files', operations: attachmentOperations },
  { name: 'About', operations: aboutOperations },
]

/** Every operation by its name, which is unique. */
export const API_OPERATIONS: Readonly<Record<string, Operation>> = Object.fromEntries(
  API_PARTS.flatMap((part) => Object.entries(part.operations)),
)

export { aboutOperations } from './about-operations.ts'
export { accountOperations } from './account-operations.ts'
export { attachmentOperations } from './attachment-operations.ts'
export { documentOperations } from './document-operations.ts'
export { curlOf, exampleOf } from './example.ts'
export { memberOperations } from './member-operations.ts'
export { type Json, type JsonObject, openApiOf } from './open-api.ts'
export {
  type ApiPart,
  type Bytes,
  DEFAULT_MAX_BODY_BYTES,
  isBytes,
  type Needs,
  type Operation,
  operation,
  operationDetails,
  type PathPart,
  pathTemplate,
  problemsOf,
  type Who,
} from './operation.ts'
export { pageOperations } from './page-operations.ts'
export { PROBLEMS, type ProblemKind } from './problems.ts'
export { sessionOperations } from './session-operations.ts'
export { sharingOperations } from './sharing-operations.ts'
