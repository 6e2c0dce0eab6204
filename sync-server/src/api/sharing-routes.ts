/** `/api/documents/:id/access`: whom a document is shared with. */
import type { DocumentAccess } from '@dure/api'
import { sharingOperations } from '@dure/api/description'
import type { UserId } from '@dure/protocol'
import type { Person } from '../auth/caller.ts'
import { ChangedMeanwhile, type Changer, type ExpectedVersions } from '../changed-meanwhile.ts'
import type { VersionedAccess } from '../rights/document-access.ts'
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
  serve(sharingOperations.getAccess, async ({ context, document }) =>
    answered(context, await sharing.versionedAccessOf(document.id)),
  )

  serve(sharingOperations.setGeneralAccess, async ({ context, document: { id, role }, body, ...asked }) => {
    if (!mayGive(role, body.role)) throw forbidden()
    return answered(context, await sharing.setGeneralAccess(id, body, changer(asked)))
  })

  serve(sharingOperations.share, async ({ context, document, body: { email, role, language }, ...asked }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    const known = await sharing.personByEmail(email)
    if (known) return { access: answered(context, await give(document, known, role, changer(asked))), invitation: null }
    // Read before: whoever is told that it failed would send another.
    const present = await sharing.versionedAccessOf(document.id)
    if (asked.expected && !asked.expected.includes(present.version)) throw new ChangedMeanwhile()
    const workspaceId = await sharing.workspaceOf(document.id)
    if (!workspaceId) throw new ApiFault(409, 'no-workspace', 'This document belongs to no workspace.')
    const invited = { id: document.id, role }
    const wanted = { workspaceId, role: 'guest' as const, email, document: invited, by: asked.caller.userId }
    const invitation = await sendInvitation(context, deps, entry, wanted, language)
    return { access: answered(context, present), invitation }
  })

  serve(sharingOperations.changeGrant, async ({ context, document, params: { person }, body: { role }, ...asked }) => {
    if (!mayGive(document.role, role)) throw forbidden()
    await mustBeNamed(document, person)
    return answered(context, await give(document, person, role, changer(asked)))
  })

  serve(sharingOperations.removeGrant, async ({ context, document, params: { person }, ...asked }) => {
    // Whoever may read may take themselves off.
    const self = person === asked.caller.userId
    if (!self && !may(document.role, 'share')) throw new ApiFault(403, 'forbidden', 'That takes another role on it.')
    await mustBeNamed(document, person)
    const taken = await sharing.take(document.id, person, changer(asked))
    return self ? undefined : answered(context, taken ?? (await sharing.versionedAccessOf(document.id)))
  })

  serve(sharingOperations.transferOwnership, async ({ context, document, body: { personId }, ...asked }) => {
    if (personId === asked.caller.userId) throw new ApiFault(409, 'is-owner', 'It is yours already.')
    if (!(await sharing.mayOwn(document.id, personId))) {
      throw new ApiFault(404, 'unknown-person', 'Nobody of the workspace, and nobody it is shared with, has this id.')
    }
    const transferred = await sharing.transfer(document.id, personId, changer(asked))
    if (!transferred) throw forbidden()
    return answered(context, transferred)
  })

  const give = async (
    { id }: AllowedDocument,
    personId: UserId,
    role: Parameters<typeof sharing.give>[2],
    by: Changer,
  ): Promise<VersionedAccess> => {
    const { owner } = await sharing.accessOf(id)
    if (owner?.id === personId) throw new ApiFault(409, 'is-owner', 'They own this document.')
    const given = await sharing.give(id, personId, role, by)
    if (!given) throw new ApiFault(409, 'too-many', 'The document is shared with as many people as it may be.')
    return given
  }

  /** Somebody who was given a role by name here. */
  const mustBeNamed = async ({ id }: AllowedDocument, personId: UserId): Promise<void> => {
    const { people } = await sharing.accessOf(id)
    if (!people.some(({ person }) => person.id === personId)) {
      throw new ApiFault(404, 'unknown-person', 'The document is not shared with them by name.')
    }
  }
}

/** With its version as a header. */
function answered(context: ApiContext, { access, version }: VersionedAccess): DocumentAccess {
  context.header('etag', etagOf(version))
  return access
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
