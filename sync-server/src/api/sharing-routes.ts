/** `/api/documents/:id/access`: whom a document is shared with. */
import type { CreatedInvitation, DocumentAccess } from '@dure/api'
import { sharingOperations } from '@dure/api/description'
import type { DocumentId, UserId } from '@dure/protocol'
import type { Person } from '../auth/caller.ts'
import { ChangedMeanwhile, type Changer, type ExpectedVersions } from '../changed-meanwhile.ts'
import { may, mayGive } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { AllowedDocument } from './document-rights.ts'
import type { Entry } from './entry.ts'
import type { ApiContext } from './request.ts'
import { sendInvitation } from './send-invitation.ts'
import type { Serve } from './serve.ts'
import { etagOf } from './version-headers.ts'

export function serveSharing(serve: Serve, deps: ApiDeps, entry: Entry): void {
  const { sharing } = deps
  serve(sharingOperations.getAccess, ({ context, document }) => accessOf(context, document.id))

  serve(sharingOperations.setGeneralAccess, async ({ context, document: { id, role }, body, ...asked }) => {
    if (!mayGive(role, body.role)) throw forbidden()
    await sharing.setGeneralAccess(id, body, changer(asked))
    return accessOf(context, id)
  })

  serve(sharingOperations.share, async ({ context, document, body: { email, role, language }, ...asked }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    const known = await sharing.personByEmail(email)
    let invitation: CreatedInvitation | null = null
    if (known) await give(document, known, role, changer(asked))
    else {
      const { version } = await sharing.versionedAccessOf(document.id)
      if (asked.expected && !asked.expected.includes(version)) throw new ChangedMeanwhile()
      const workspaceId = await sharing.workspaceOf(document.id)
      if (!workspaceId) throw new ApiFault(409, 'no-workspace', 'This document belongs to no workspace.')
      const invited = { id: document.id, role }
      const wanted = { workspaceId, role: 'guest' as const, email, document: invited, by: asked.caller.userId }
      invitation = await sendInvitation(context, deps, entry, wanted, language)
    }
    return { access: await accessOf(context, document.id), invitation }
  })

  serve(sharingOperations.changeGrant, async ({ context, document, params: { person }, body: { role }, ...asked }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    await mustBeNamed(document, person)
    await give(document, person, role, changer(asked))
    return accessOf(context, document.id)
  })

  serve(sharingOperations.removeGrant, async ({ context, document, params: { person }, ...asked }) => {
    // Whoever may read may take themselves off.
    const self = person === asked.caller.userId
    if (!self && !may(document.role, 'share')) throw new ApiFault(403, 'forbidden', 'That takes another role on it.')
    await mustBeNamed(document, person)
    await sharing.take(document.id, person, changer(asked))
    return self ? undefined : accessOf(context, document.id)
  })

  serve(sharingOperations.transferOwnership, async ({ context, document, body: { personId }, ...asked }) => {
    if (personId === asked.caller.userId) throw new ApiFault(409, 'is-owner', 'It is yours already.')
    if (!(await sharing.mayOwn(document.id, personId))) {
      throw new ApiFault(404, 'unknown-person', 'Nobody of the workspace, and nobody it is shared with, has this id.')
    }
    if (!(await sharing.transfer(document.id, personId, changer(asked)))) throw forbidden()
    return accessOf(context, document.id)
  })

  /** With its version as a header. */
  const accessOf = async (context: ApiContext, id: DocumentId): Promise<DocumentAccess> => {
    const { access, version } = await sharing.versionedAccessOf(id)
    context.header('etag', etagOf(version))
    return access
  }

  const give = async (
    { id }: AllowedDocument,
    personId: UserId,
    role: Parameters<typeof sharing.give>[2],
    by: Changer,
  ): Promise<void> => {
    const { owner } = await sharing.accessOf(id)
    if (owner?.id === personId) throw new ApiFault(409, 'is-owner', 'They own this document.')
    if (!(await sharing.give(id, personId, role, by))) {
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

const changer = ({
  caller,
  address,
  expected,
}: {
  readonly caller: Person
  readonly address: string
  readonly expected: ExpectedVersions
}): Changer => ({ id: caller.userId, address, expected })
