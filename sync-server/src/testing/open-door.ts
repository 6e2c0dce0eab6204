/** A door that lets everybody in as a guest, for tests that are not about who somebody is. */
import { CLOSE, type Role } from '@dure/protocol'
import type { Admission, Door, Visit, Visitor } from '../auth/door.ts'
import { guest } from '../auth/identity.ts'

export class OpenDoor implements Door {
  /** Everybody's, from the next question on. */
  role: Role = 'editor'
  /** Whether everybody is turned away from the next question on. */
  refused = false

  async callerOf(): Promise<{ readonly kind: 'guest' }> {
    return { kind: 'guest' }
  }

  callerBy(): Promise<{ readonly kind: 'guest' }> {
    return this.callerOf()
  }

  async ask(): Promise<Admission> {
    return this.#answer('')
  }

  enter(visitor: Visitor): Visit {
    visitor.told(this.#answer(visitor.displayName))
    return { rename: () => undefined, leave: () => undefined }
  }

  #answer(displayName: string): Admission {
    if (this.refused) return { kind: 'refused', reason: CLOSE.forbidden }
    return { kind: 'admitted', identity: guest(displayName, this.role) }
  }
}
