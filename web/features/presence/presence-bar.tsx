'use client'
/** The others who are here: four faces, then how many more; and by voice who comes and goes. */
import { useEffect, useRef, useState } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import type { FollowWish } from './follow-wish.ts'
import { initials, type Person } from './people.ts'
import { personVariable } from './person-colour.ts'
import styles from './presence-bar.module.css'

/** More faces than this become a number. */
const FACES = 4

export function PresenceBar({
  people,
  live,
  following,
  onGo,
}: {
  readonly people: readonly Person[]
  readonly live: boolean
  /** Whose face was pressed last, and whether they are followed. */
  readonly following: FollowWish | undefined
  /** A face was pressed. */
  readonly onGo: (key: string) => void
}) {
  const { t } = useTranslator()
  const others = people.filter((person) => !person.isSelf)
  const nameOf = ({ name, isGuest }: Person): string => {
    const called = name || t('presence.someone')
    return isGuest ? t('presence.guest', { name: called }) : called
  }
  const hintFor = (person: Person): string => {
    const name = nameOf(person)
    if (following?.key !== person.key) return name
    return following.follows ? t('follow.following', { name }) : t('follow.again', { name })
  }
  const hidden = others.slice(FACES)
  return (
    <>
      {others.length === 0 ? null : (
        <ul className={styles.faces} aria-label={t('presence.label')}>
          {others.slice(0, FACES).map((person) => (
            <li key={person.key}>
              <Tooltip text={hintFor(person)}>
                <button
                  type="button"
                  className={styles.face}
                  aria-label={nameOf(person)}
                  aria-pressed={following?.key === person.key && following.follows}
                  onClick={() => onGo(person.key)}
                >
                  <Avatar
                    aria-hidden="true"
                    initials={initials(person.name || t('presence.someone'))}
                    colour={personVariable(person.colour)}
                  />
                </button>
              </Tooltip>
            </li>
          ))}
          {hidden.length === 0 ? null : (
            <li>
              <Tooltip text={hidden.map(nameOf).join(', ')}>
                <Avatar
                  role="img"
                  aria-label={t('presence.more', { count: hidden.length })}
                  tabIndex={0}
                  initials={`+${hidden.length}`}
                />
              </Tooltip>
            </li>
          )}
        </ul>
      )}
      <ComingAndGoing others={others} live={live} nameOf={nameOf} />
    </>
  )
}

/** A lost connection empties the room; that is told by the save status and not as everybody leaving. */
function ComingAndGoing({
  others,
  live,
  nameOf,
}: {
  readonly others: readonly Person[]
  readonly live: boolean
  readonly nameOf: (person: Person) => string
}) {
  const { t } = useTranslator()
  const before = useRef<ReadonlyMap<string, string>>(undefined)
  const [news, setNews] = useState('')
  useEffect(() => {
    const now = new Map(others.map((person) => [person.key, nameOf(person)]))
    const known = before.current
    before.current = live ? now : undefined
    // The first look after (re)connecting is how it is, not news.
    if (!live || !known) return
    const joined = [...now].filter(([key]) => !known.has(key)).map(([, name]) => t('presence.joined', { name }))
    const left = [...known].filter(([key]) => !now.has(key)).map(([, name]) => t('presence.left', { name }))
    const told = [...joined, ...left]
    if (told.length > 0) setNews(told.join(' '))
  })
  return (
    <span role="status" className={`visually-hidden ${styles.news}`}>
      {news}
    </span>
  )
}
