/** Whom a document is shared with. */
import { API_ROUTES } from '../routes.ts'
import { changeGrantSchema, documentAccessSchema, generalAccessSchema, sharedSchema, shareSchema } from '../sharing.ts'
import { operation } from './operation.ts'
import { documentPart, grantedPersonPart } from './path-parts.ts'

export const sharingOperations = {
  getAccess: operation({
    method: 'GET',
    path: API_ROUTES.access,
    does: 'Says whom a document is shared with',
    who: 'person',
    needs: { document: 'share' },
    params: { id: documentPart },
    answer: documentAccessSchema,
  }),
  setGeneralAccess: operation({
    method: 'PUT',
    path: API_ROUTES.generalAccess,
    does: 'Opens a document to the workspace or to anyone with its link, or closes it',
    who: 'person',
    needs: { document: 'share' },
    params: { id: documentPart },
    body: generalAccessSchema,
    answer: documentAccessSchema,
  }),
  share: operation({
    method: 'POST',
    path: API_ROUTES.grants,
    does: 'Shares a document with somebody by e-mail',
    details:
      'Who has no account is invited: the secret of the invitation is answered this once. Nobody gives more than they have.',
    who: 'person',
    needs: { document: 'share' },
    params: { id: documentPart },
    body: shareSchema,
    status: 201,
    answer: sharedSchema,
    problems: ['is-owner', 'no-workspace', 'too-many', 'too-many-tries'],
  }),
  changeGrant: operation({
    method: 'PUT',
    path: API_ROUTES.grant,
    does: 'Gives somebody whom a document is shared with another role',
    who: 'person',
    needs: { document: 'share' },
    params: { id: documentPart, person: grantedPersonPart },
    body: changeGrantSchema,
    answer: documentAccessSchema,
    problems: ['is-owner', 'too-many'],
  }),
  removeGrant: operation({
    method: 'DELETE',
    path: API_ROUTES.grant,
    does: 'Takes somebody’s role on a document from them',
    details:
      'It takes the right to share, but for one’s own: whoever may read may take themselves off, and is answered nothing.',
    who: 'person',
    needs: { document: 'read' },
    params: { id: documentPart, person: grantedPersonPart },
    answer: documentAccessSchema,
    orNothing: true,
  }),
} as const
