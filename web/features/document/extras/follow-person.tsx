'use client'
/** Goes to somebody's caret, and follows it while one only watches: whoever scrolls, types or presses Escape is free. */
import { remoteCarets } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import { useEffect, useRef, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { Button } from '../../../ui/button.tsx'
import { useNotices } from '../../../ui/notice.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import type { FollowWish } from '../../presence/follow-wish.ts'
import type { Person } from '../../presence/people.ts'
import { personVariable } from '../../presence/person-colour.ts'
import styles from './follow-person.module.css'
import { goToPlace } from './go-to-place.ts'

/** The caret is followed while it is nearer to the window's edges than this; the header covers the upper one. */
const COMFORT_PX = { top: 170, bottom: 140 }

export function FollowPerson({
  editor,
  awareness,
  person,
  wish,
  onEnd,
}: {
  readonly editor: Editor
  readonly awareness: Awareness
  /** Undefined when they have left. */
  readonly person: Person | undefined
  readonly wish: FollowWish
  readonly onEnd: () => void
}) {
  const { t } = useTranslator()
  const notify = useNotices()
  const name = useRef('')
  const [announced, setAnnounced] = useState('')
  if (person) name.current = person.name || t('presence.someone')
  const clientIds = person?.clientIds.join(' ')
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })

  // Each press goes there once, whether it follows from then on or not.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: a wish is told by its number
  useEffect(() => {
    const place = person && caretOf(editor, awareness, person)
    if (place !== undefined) goToPlace(editor, place, 'center')
    else if (person) notify({ kind: 'done', title: t('follow.nowhere', { name: name.current }), subject: 'follow' })
  }, [wish.times])

  useEffect(() => {
    if (!wish.follows) return
    if (clientIds === undefined) {
      end.current()
      return
    }
    setAnnounced(t('follow.following', { name: name.current }))
    const ids = new Set(clientIds.split(' ').map(Number))
    let frame = 0
    const follow = (): void => {
      frame = 0
      const place = placeOf(editor, awareness, ids)
      if (place === undefined) return
      const { top, bottom } = editor.view.coordsAtPos(place)
      if (top < COMFORT_PX.top || bottom > innerHeight - COMFORT_PX.bottom) goToPlace(editor, place, 'center')
    }
    const schedule = (): void => {
      frame ||= requestAnimationFrame(follow)
    }
    const listening = new AbortController()
    const { signal } = listening
    const letGo = (): void => end.current()
    awareness.on('change', schedule)
    editor.on('transaction', schedule)
    addEventListener('wheel', letGo, { signal, passive: true })
    addEventListener('touchmove', letGo, { signal, passive: true })
    addEventListener('keydown', letGo, { signal })
    editor.view.dom.addEventListener('pointerdown', letGo, { signal })
    return () => {
      cancelAnimationFrame(frame)
      listening.abort()
      awareness.off('change', schedule)
      editor.off('transaction', schedule)
    }
  }, [editor, awareness, clientIds, wish.follows, t])

  if (!wish.follows || !person) return null
  return (
    <div className={styles.frame} style={{ borderColor: personVariable(person.colour) }} data-testid="following">
      <div className={styles.words} style={{ background: personVariable(person.colour) }}>
        <span role="status">{announced}</span>
        <Button kind="quiet" className={styles.stop} onClick={onEnd}>
          {t('follow.stop')}
        </Button>
      </div>
    </div>
  )
}

const caretOf = (editor: Editor, awareness: Awareness, { clientIds }: Person): number | undefined =>
  placeOf(editor, awareness, new Set(clientIds))

function placeOf(editor: Editor, awareness: Awareness, ids: ReadonlySet<number>): number | undefined {
  const { binding } = editor.storage.collaboration
  const caret = remoteCarets(awareness.getStates(), awareness.clientID).find(({ clientId }) => ids.has(clientId))
  if (!binding || !caret) return undefined
  // They may be where the text has not come to yet.
  if (binding.isArriving) binding.showAll()
  return binding.resolve(caret.head, editor.state.doc)
}
