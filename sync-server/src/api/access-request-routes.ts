/** `/api/documents/:id/access/requests`, `/api/access-requests`: asking to be let in, and answering. */
import { sharingOperations } from '@dure/api/description'
import { ROLES } from '@dure/protocol'
import { loadRights } from '../rights/load-rights.ts'
import { mayGive, roleOn } from '../rights/rights.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Serve } from './serve.ts'

export function serveAccessRequests(serve: Serve, { requests, sharing, database }: ApiDeps): void {
  serve(sharingOperations.listRequests, async ({ document }) => ({ requests: await requests.on(document.id) }))

  serve(sharingOperations.requestAccess, async ({ caller: { userId }, address, params: { id }, body: { role } }) => {
    const rights = await loadRights(database, id, userId)
    if (!rights || rights.facts.deleted) throw new ApiFault(404, 'unknown-document', 'There is no such document.')
    const present = roleOn(rights.facts, userId)
    if (present && ROLES.indexOf(present) <= ROLES.indexOf(role)) {
      throw new ApiFault(409, 'has-role', 'You may do that already.')
    }
    const asked = await requests.ask(id, userId, role, address)
    if (asked === 'too-many') throw new ApiFault(409, 'too-many', 'Too many requests are waiting for an answer.')
    // Who was declined lately is told the same.
    return undefined
  })

  serve(sharingOperations.grantRequest, async ({ caller, address, document, params: { person }, body: { role } }) => {
    if (!mayGive(document.role, role)) throw new ApiFault(403, 'forbidden', 'Nobody gives more than they have.')
    if ((await requests.find(document.id, person)) === undefined) throw unknownRequest()
    const given = await sharing.give(document.id, person, role, { id: caller.userId, address, expected: undefined })
    if (!given) throw new ApiFault(409, 'too-many', 'The document is shared with as many people as it may be.')
    return given.access
  })

  serve(sharingOperations.declineRequest, async ({ caller, address, document: { id }, params: { person } }) => {
    if (!(await requests.decline(id, person, caller.userId, address))) throw unknownRequest()
    return undefined
  })

  serve(sharingOperations.listAllRequests, async ({ caller }) => ({ requests: await requests.forOwner(caller.userId) }))
}

const unknownRequest = (): ApiFault => new ApiFault(404, 'unknown-request', 'They have not asked, or were answered.')
