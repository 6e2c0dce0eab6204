/** The door, by the store: who somebody is and what they may do is read anew whenever a change may have touched it. */
import type { IncomingMessage } from 'node:http'
import { CLOSE, type DocumentId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import type { Clock, Timer } from '../clock.ts'
import { RIGHTS_RECHECK_MS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import { loadRights } from '../rights/load-rights.ts'
import { roleOn, roleOutOfBin } from '../rights/rights.ts'
import { credentialSubject, documentSubject, personSubject, type RightsFeed } from '../rights/rights-feed.ts'
import type { Caller } from './caller.ts'
import type { Callers } from './callers.ts'
import type { Admission, Door, Visit, Visitor } from './door.ts'
import { guest, type Identity } from './identity.ts'
import { Visits } from './visits.ts'

interface Visiting {
  readonly visitor: Visitor
  displayName: string
  /** What the last answer hung on; undefined until there was one. */
  subjects: ReadonlySet<string> | undefined
  told: Admission | undefined
  /** Unix time in ms from which on the answer may be another, though nothing changes in the store. */
  expiresAt: number
  /** Answers that were asked for; only the newest counts. */
  asked: number
}

interface Answer {
  readonly admission: Admission
  readonly subjects: ReadonlySet<string>
  readonly expiresAt: number
}

export class Doorkeeper implements Door {
  readonly #db: Kysely<StoreTables>
  readonly #callers: Callers
  readonly #logger: Logger
  readonly #visits = new Visits<Visiting>()
  readonly #timer: Timer
  readonly #opened: (person: UserId, documentId: DocumentId) => Promise<void>

  /** @param opened Told once when a person at a browser is let into a document. Must not reject. */
  constructor(
    db: Kysely<StoreTables>,
    callers: Callers,
    feed: RightsFeed,
    clock: Clock,
    logger: Logger,
    opened: (person: UserId, documentId: DocumentId) => Promise<void> = async () => {},
  ) {
    this.#opened = opened
    this.#db = db
    this.#callers = callers
    this.#logger = logger
    feed.follow((subjects) => this.#changed(subjects))
    this.#timer = clock.setInterval(() => this.#recheck(), RIGHTS_RECHECK_MS)
  }

  callerOf(request: IncomingMessage): Promise<Caller> {
    return this.#callers.of(request)
  }

  callerBy(token: string): Promise<Caller> {
    return this.#callers.by(token)
  }

  async ask(caller: Caller, documentId: DocumentId): Promise<Admission> {
    return (await this.#answer(caller, documentId, '')).admission
  }

  enter(visitor: Visitor): Visit {
    const visiting: Visiting = {
      visitor,
      displayName: visitor.displayName,
      subjects: undefined,
      told: undefined,
      expiresAt: NEVER,
      asked: 0,
    }
    const { caller } = visitor
    // Before the store is asked: a change that is made meanwhile must find it here.
    if (this.#visits.add(visiting, caller.kind === 'person' ? caller.userId : undefined)) void this.#revisit(visiting)
    else queueMicrotask(() => visitor.told(refused('tooMany')))
    return {
      rename: (displayName) => {
        visiting.displayName = displayName
        const { told } = visiting
        if (told?.kind === 'admitted' && told.identity.isGuest) {
          visiting.told = { kind: 'admitted', identity: { ...told.identity, displayName } }
        }
      },
      leave: () => this.#visits.delete(visiting),
    }
  }

  stop(): void {
    this.#timer.cancel()
    this.#visits.clear()
  }

  #changed(subjects: ReadonlySet<string>): void {
    for (const visiting of this.#visits) {
      // One without an answer yet asks again: its answer may have been read before the change.
      if (!visiting.subjects || intersects(visiting.subjects, subjects)) void this.#revisit(visiting)
    }
  }

  /** Credentials that have run out, of which nobody tells; and answers that could not be read when they were due. */
  #recheck(): void {
    const now = Date.now()
    for (const visiting of this.#visits) if (visiting.expiresAt <= now) void this.#revisit(visiting)
  }

  async #revisit(visiting: Visiting): Promise<void> {
    visiting.asked += 1
    const asked = visiting.asked
    const { caller, documentId } = visiting.visitor
    try {
      const { admission, subjects, expiresAt } = await this.#answer(caller, documentId, visiting.displayName)
      if (asked !== visiting.asked || !this.#visits.has(visiting)) return
      visiting.subjects = subjects
      visiting.expiresAt = expiresAt
      if (visiting.told && sameAdmission(visiting.told, admission)) return
      const first = visiting.told === undefined
      visiting.told = admission
      if (first && admission.kind === 'admitted' && caller.kind === 'person' && caller.credential.kind === 'sign-in') {
        void this.#opened(caller.userId, documentId)
      }
      if (admission.kind === 'refused') this.#visits.delete(visiting)
      visiting.visitor.told(admission)
    } catch (error) {
      if (asked !== visiting.asked || !this.#visits.has(visiting)) return
      if (visiting.told) {
        visiting.expiresAt = 0
        this.#logger.warn({ document: documentId, err: error }, 'cannot look up rights anew')
        return
      }
      this.#visits.delete(visiting)
      visiting.visitor.failed(error)
    }
  }

  async #answer(caller: Caller, documentId: DocumentId, displayName: string): Promise<Answer> {
    // What was read when the connection was made may be over by now.
    const now = caller.kind === 'person' ? await this.#callers.again(caller.credential) : caller
    if (now.kind === 'rejected') return { admission: refused('signInRequired'), subjects: new Set(), expiresAt: NEVER }
    const person = now.kind === 'person' ? now : undefined
    const rights = await loadRights(this.#db, documentId, person?.userId)
    const subjects = new Set<string>((rights?.chain ?? [documentId]).map(documentSubject))
    if (person) subjects.add(personSubject(person.userId)).add(credentialSubject(person.credential.id))
    const expiresAt = person?.expiresAt ?? NEVER
    if (!rights) return { admission: refused('unknownDocument'), subjects, expiresAt }
    const role = roleOn(rights.facts, person?.userId)
    if (!role && rights.facts.deleted && roleOutOfBin(rights.facts, person?.userId)) {
      return { admission: refused('inBin'), subjects, expiresAt }
    }
    // Who is not signed in may be let in once they are.
    if (!role) return { admission: refused(person ? 'forbidden' : 'signInRequired'), subjects, expiresAt }
    const reads = person?.credential.kind === 'token' && person.credential.scope === 'read'
    const identity: Identity = person
      ? { userId: person.userId, displayName: person.name, role: reads ? 'viewer' : role, isGuest: false }
      : guest(displayName, role)
    return { admission: { kind: 'admitted', identity }, subjects, expiresAt }
  }
}

const intersects = (few: ReadonlySet<string>, many: ReadonlySet<string>): boolean =>
  [...few].some((each) => many.has(each))

const NEVER = Number.POSITIVE_INFINITY

const refused = (reason: 'signInRequired' | 'forbidden' | 'unknownDocument' | 'inBin' | 'tooMany'): Admission => ({
  kind: 'refused',
  reason: CLOSE[reason],
})

function sameAdmission(one: Admission, other: Admission): boolean {
  if (one.kind === 'refused' || other.kind === 'refused') return false
  const [a, b] = [one.identity, other.identity]
  return a.userId === b.userId && a.role === b.role && a.displayName === b.displayName && a.isGuest === b.isGuest
}
