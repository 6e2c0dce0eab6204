'use client'
/** Whom a document is shared with: people by name, everyone in the workspace, anyone with the link. */
import type { AccessRequest, CreatedInvitation, DocumentAccess, GivenRole, Person, SetGeneralAccess } from '@dure/api'
import type { Reach } from '@dure/protocol'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { problemWords } from '../account/problem-words.ts'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RequestList } from '../pages/request-list.tsx'
import { AddPerson } from './add-person.tsx'
import { CopyButton } from './copy-button.tsx'
import { GeneralAccessRow } from './general-access-row.tsx'
import { PersonRow } from './person-row.tsx'
import styles from './share-dialog.module.css'

export function ShareDialog({
  documentId,
  person,
  open,
  onOpenChange,
  onReach,
}: {
  readonly documentId: string
  readonly person: Person
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly onReach: (reach: Reach) => void
}) {
  const { t } = useTranslator()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('share.title')}
      closeLabel={t('notice.close')}
      size="medium"
    >
      <ShareContent documentId={documentId} person={person} onReach={onReach} onLeave={() => onOpenChange(false)} />
    </Dialog>
  )
}

/** Lives as long as the dialog is open: what it shows is read anew each time. */
function ShareContent({
  documentId,
  person,
  onReach,
  onLeave,
}: {
  readonly documentId: string
  readonly person: Person
  readonly onReach: (reach: Reach) => void
  readonly onLeave: () => void
}) {
  const { t, language } = useTranslator()
  const notify = useNotices()
  const router = useRouter()
  const [access, setAccess] = useState<DocumentAccess>()
  const [invitation, setInvitation] = useState<CreatedInvitation>()
  const [requests, setRequests] = useState<readonly AccessRequest[]>([])
  const [heir, setHeir] = useState<Person>()

  const shown = (next: DocumentAccess): void => {
    setAccess(next)
    onReach(next.generalAccess.reach)
  }
  const failed = (error: unknown): void =>
    notify({
      kind: 'trouble',
      title: t('share.failed'),
      text: problemWords(problemKind(error), t),
      subject: 'share',
    })
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: read once, when the dialog opens
  useEffect(() => {
    let gone = false
    browserApi()
      .then((api) => api.getAccess(documentId))
      .then((next) => gone || shown(next))
      .catch((error: unknown) => {
        if (gone) return
        failed(error)
        onLeave()
      })
    browserApi()
      .then((api) => api.listRequests(documentId))
      .then(
        (found) => gone || setRequests(found),
        () => {
          // The dialog says of itself when the server is away.
        },
      )
    return () => {
      gone = true
    }
  }, [documentId])

  /** What is answered with nothing took the person who asked off: there is no more to show them. */
  const change = async (ask: Promise<DocumentAccess | undefined>): Promise<void> => {
    try {
      const next = await ask
      if (next) shown(next)
      else onLeave()
    } catch (error) {
      failed(error)
    }
  }
  const setGeneral = (next: SetGeneralAccess): void =>
    void change(browserApi().then((api) => api.setGeneralAccess(documentId, next)))
  const setRole = (id: string, role: GivenRole): void =>
    void change(browserApi().then((api) => api.changeGrant(documentId, id, role)))
  const remove = (id: string): void => void change(browserApi().then((api) => api.removeGrant(documentId, id)))
  const add = async (email: string, role: GivenRole): Promise<boolean> => {
    try {
      const shared = await (await browserApi()).share(documentId, { email, role, language })
      shown(shared.access)
      setInvitation(shared.invitation ?? undefined)
      return true
    } catch (error) {
      failed(error)
      return false
    }
  }

  const handOver = async ({ id, name }: Person): Promise<void> => {
    setHeir(undefined)
    await change(browserApi().then((api) => api.transferOwnership(documentId, id)))
    notify({ kind: 'done', title: t('owner.done', { name }), subject: 'share' })
    router.refresh()
  }

  if (!access) {
    return (
      <div className={styles.waiting}>
        <SkeletonLines widths={[90, 60, 75]} />
      </div>
    )
  }
  return (
    <div className={styles.content}>
      {requests.length === 0 ? null : (
        <section className={styles.requests}>
          <h3 className={styles.heading}>{t('request.title')}</h3>
          <RequestList
            requests={requests}
            onAnswered={(answered, next) => {
              setRequests((before) => before.filter((each) => each.person.id !== answered.person.id))
              if (next) shown(next)
            }}
          />
        </section>
      )}
      <AddPerson onAdd={add} />
      {invitation ? <InvitationLink invitation={invitation} /> : null}
      <section>
        <h3 className={styles.heading}>{t('share.people')}</h3>
        <ul className={styles.people}>
          {access.owner ? <PersonRow person={access.owner} self={access.owner.id === person.id} holds="owner" /> : null}
          {access.people.map((each) => (
            <PersonRow
              key={each.person.id}
              person={each.person}
              self={each.person.id === person.id}
              holds={each.role}
              inherited={each.inherited}
              onRole={(role) => setRole(each.person.id, role)}
              onRemove={each.inherited ? undefined : () => remove(each.person.id)}
              onMakeOwner={access.owner?.id === person.id ? () => setHeir(each.person) : undefined}
            />
          ))}
        </ul>
      </section>
      <section>
        <h3 className={styles.heading}>{t('share.general')}</h3>
        <GeneralAccessRow access={access.generalAccess} inherits={access.inherits} onChange={setGeneral} />
      </section>
      <div className={styles.foot}>
        <p className={styles.hint}>{t(`share.link-hint.${access.generalAccess.reach}`)}</p>
        <CopyButton text={location.origin + location.pathname} label={t('document.copy-link')} />
      </div>
      <Dialog
        open={heir !== undefined}
        onOpenChange={(open) => open || setHeir(undefined)}
        title={t('owner.title', { name: heir?.name ?? '' })}
        closeLabel={t('notice.close')}
        size="small"
      >
        <p>{t('owner.text', { name: heir?.name ?? '' })}</p>
        <div className={styles.answers}>
          <Button onClick={() => setHeir(undefined)}>{t('bin.cancel')}</Button>
          <Button kind="primary" onClick={() => heir && void handOver(heir)}>
            {t('owner.make')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}

function InvitationLink({ invitation }: { readonly invitation: CreatedInvitation }) {
  const { t } = useTranslator()
  const email = invitation.email ?? ''
  if (invitation.token === null) {
    return (
      <div className={styles.invitation} role="status">
        <p>{t('share.invitation-mailed', { email })}</p>
      </div>
    )
  }
  const link = `${location.origin}/join/${invitation.token}`
  return (
    <div className={styles.invitation} role="status">
      <p>{t('share.invitation', { email })}</p>
      <div className={styles.link}>
        <code>{link}</code>
        <CopyButton text={link} label={t('share.copy-invitation')} />
      </div>
    </div>
  )
}
