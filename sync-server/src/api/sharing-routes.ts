/** `/api/documents/:id/access`: whom a document is shared with. */
import { type CreatedInvitation, changeGrantSchema, generalAccessSchema, shareSchema } from '@dure/api'
import { parseUserId, type UserId } from '@dure/protocol'
import { Hono } from 'hono'
import { mayGive } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, methodNotAllowed } from './api-fault.ts'
import { type AllowedDocument, documentFor } from './document-rights.ts'
import { tooManyInvitations } from './member-routes.ts'
import { type ApiContext, type ApiEnvironment, bodyOf, partOf, personIn } from './request.ts'

export function sharingRoutes(deps: ApiDeps): Hono<ApiEnvironment> {
  const { sharing, members } = deps
  const routes = new Hono<ApiEnvironment>()

  routes.get('/:id/access', async (context) => {
    personIn(context)
    const { id } = await documentFor(context, deps, 'share')
    return context.json(await sharing.accessOf(id))
  })
  routes.all('/:id/access', methodNotAllowed('GET'))

  routes.put('/:id/access/general', async (context) => {
    const { userId } = personIn(context)
    const { id, role } = await documentFor(context, deps, 'share')
    const access = await bodyOf(context, generalAccessSchema)
    if (!mayGive(role, access.role)) throw forbidden()
    await sharing.setGeneralAccess(id, access, userId, context.get('address'))
    return context.json(await sharing.accessOf(id))
  })
  routes.all('/:id/access/general', methodNotAllowed('PUT'))

  routes.post('/:id/access/people', async (context) => {
    const { userId } = personIn(context)
    const document = await documentFor(context, deps, 'share')
    const { email, role } = await bodyOf(context, shareSchema)
    if (!mayGive(document.role, role)) throw forbidden()
    const known = await sharing.personByEmail(email)
    let invitation: CreatedInvitation | null = null
    if (known) await give(context, document, known, role, userId)
    else {
      const workspaceId = await sharing.workspaceOf(document.id)
      if (!workspaceId) throw new ApiFault(409, 'no-workspace', 'This document belongs to no workspace.')
      const wanted = { workspaceId, role: 'guest' as const, email, document: { id: document.id, role }, by: userId }
      invitation = (await members.invite(wanted, context.get('address'))) ?? null
      if (!invitation) throw tooManyInvitations()
    }
    return context.json({ access: await sharing.accessOf(document.id), invitation }, 201)
  })
  routes.all('/:id/access/people', methodNotAllowed('POST'))

  routes.put('/:id/access/people/:person', async (context) => {
    const { userId } = personIn(context)
    const document = await documentFor(context, deps, 'share')
    const { role } = await bodyOf(context, changeGrantSchema)
    if (!mayGive(document.role, role)) throw forbidden()
    const personId = await namedPerson(context, document)
    await give(context, document, personId, role, userId)
    return context.json(await sharing.accessOf(document.id))
  })
  routes.delete('/:id/access/people/:person', async (context) => {
    const { userId } = personIn(context)
    // Whoever may read may take themselves off.
    const self = partOf(context, 'person') === userId
    const document = await documentFor(context, deps, self ? 'read' : 'share')
    const personId = await namedPerson(context, document)
    await sharing.take(document.id, personId, userId, context.get('address'))
    return self ? context.body(null, 204) : context.json(await sharing.accessOf(document.id))
  })
  routes.all('/:id/access/people/:person', methodNotAllowed('PUT, DELETE'))

  const give = async (
    context: ApiContext,
    { id }: AllowedDocument,
    personId: UserId,
    role: Parameters<typeof sharing.give>[2],
    by: UserId,
  ): Promise<void> => {
    const { owner } = await sharing.accessOf(id)
    if (owner?.id === personId) throw new ApiFault(409, 'is-owner', 'They own this document.')
    if (!(await sharing.give(id, personId, role, by, context.get('address')))) {
      throw new ApiFault(409, 'too-many', 'The document is shared with as many people as it may be.')
    }
  }

  /** Somebody who was given a role by name here. */
  const namedPerson = async (context: ApiContext, { id }: AllowedDocument): Promise<UserId> => {
    const personId = parseUserId(partOf(context, 'person'))
    const { people } = await sharing.accessOf(id)
    if (!personId || !people.some(({ person }) => person.id === personId)) {
      throw new ApiFault(404, 'unknown-person', 'The document is not shared with them by name.')
    }
    return personId
  }
  return routes
}

const forbidden = (): ApiFault => new ApiFault(403, 'forbidden', 'Nobody gives more than they have.')
