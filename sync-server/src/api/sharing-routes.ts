/** `/api/documents/:id/access`: whom a document is shared with. */
import type { CreatedInvitation } from '@dure/api'
import { sharingOperations } from '@dure/api/description'
import type { UserId } from '@dure/protocol'
import { may, mayGive } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { AllowedDocument } from './document-rights.ts'
import type { Entry } from './entry.ts'
import { sendInvitation } from './send-invitation.ts'
import type { Serve } from './serve.ts'

export function serveSharing(serve: Serve, deps: ApiDeps, entry: Entry): void {
  const { sharing } = deps
  serve(sharingOperations.getAccess, ({ document }) => sharing.accessOf(document.id))

  serve(sharingOperations.setGeneralAccess, async ({ caller, address, document: { id, role }, body }) => {
    if (!mayGive(role, body.role)) throw forbidden()
    await sharing.setGeneralAccess(id, body, caller.userId, address)
    return sharing.accessOf(id)
  })

  serve(sharingOperations.share, async ({ context, caller, address, document, body: { email, role, language } }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    const known = await sharing.personByEmail(email)
    let invitation: CreatedInvitation | null = null
    if (known) await give(document, known, role, caller.userId, address)
    else {
      const workspaceId = await sharing.workspaceOf(document.id)
      if (!workspaceId) throw new ApiFault(409, 'no-workspace', 'This document belongs to no workspace.')
      const invited = { id: document.id, role }
      const wanted = { workspaceId, role: 'guest' as const, email, document: invited, by: caller.userId }
      invitation = await sendInvitation(context, deps, entry, wanted, language)
    }
    return { access: await sharing.accessOf(document.id), invitation }
  })

  serve(sharingOperations.changeGrant, async ({ caller, address, document, params: { person }, body: { role } }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    await mustBeNamed(document, person)
    await give(document, person, role, caller.userId, address)
    return sharing.accessOf(document.id)
  })

  serve(sharingOperations.removeGrant, async ({ caller, address, document, params: { person } }) => {
    // Whoever may read may take themselves off.
    const self = person === caller.userId
    if (!self && !may(document.role, 'share')) throw new ApiFault(403, 'forbidden', 'That takes another role on it.')
    await mustBeNamed(document, person)
    await sharing.take(document.id, person, caller.userId, address)
    return self ? undefined : sharing.accessOf(document.id)
  })

  serve(sharingOperations.transferOwnership, async ({ caller: { userId }, address, document, body: { personId } }) => {
    if (personId === userId) throw new ApiFault(409, 'is-owner', 'It is yours already.')
    if (!(await sharing.mayOwn(document.id, personId))) {
      throw new ApiFault(404, 'unknown-person', 'Nobody of the workspace, and nobody it is shared with, has this id.')
    }
    if (!(await sharing.transfer(document.id, userId, personId, address))) throw forbidden()
    return sharing.accessOf(document.id)
  })

  const give = async (
    { id }: AllowedDocument,
    personId: UserId,
    role: Parameters<typeof sharing.give>[2],
    by: UserId,
    address: string,
  ): Promise<void> => {
    const { owner } = await sharing.accessOf(id)
    if (owner?.id === personId) throw new ApiFault(409, 'is-owner', 'They own this document.')
    if (!(await sharing.give(id, personId, role, by, address))) {
      throw new ApiFault(409, 'too-many', 'The document is shared with as many people as it may be.')
    }
  }

  /** Somebody who was given a role by name here. */
  const mustBeNamed = async ({ id }: AllowedDocument, personId: UserId): Promise<void> => {
    const { people } = await sharing.accessOf(id)
    if (!people.some(({ person }) => person.id === personId)) {
      throw new ApiFault(404, 'unknown-person', 'The document is not shared with them by name.')
    }
  }
}

const forbidden = (): ApiFault => new ApiFault(403, 'forbidden', 'Nobody gives more than they have.')
