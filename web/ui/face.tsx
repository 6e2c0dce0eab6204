/** A full-page word with a face to it: empty, missing, broken. Always with a next step. */
import type { ReactNode } from 'react'
import styles from './face.module.css'

export type FaceMood = 'inviting' | 'lost' | 'asleep' | 'sorry'

export function Face({
  mood,
  title,
  text,
  level = 1,
  children,
}: {
  readonly mood: FaceMood
  readonly title: string
  readonly text: string
  readonly level?: 1 | 2
  /** The next step: a button or a link. */
  readonly children?: ReactNode
}) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <div className={styles.face}>
      <Drawing mood={mood} />
      <Heading className={styles.title}>{title}</Heading>
      <p className={styles.text}>{text}</p>
      {children === undefined ? null : <div className={styles.next}>{children}</div>}
    </div>
  )
}

/** A sheet of paper in a field; what it feels is in its eyes and mouth. */
function Drawing({ mood }: { readonly mood: FaceMood }) {
  return (
    <svg className={styles.drawing} viewBox="0 0 160 120" aria-hidden="true" focusable="false">
      <path className={styles.ground} d="M14 104c22-7 44-7 66 0s44 7 66 0" />
      <path className={styles.ground} d="M26 114c18-5 36-5 54 0s36 5 54 0" />
      <g className={styles.sprout}>
        <path d="M33 101V86" />
        <path d="M33 90c-8 0-11-5-11-10 7 0 11 4 11 10Z" />
        <path d="M33 86c0-7 4-11 10-11 0 7-4 11-10 11Z" />
      </g>
      <g transform={mood === 'asleep' ? 'rotate(-6 82 64)' : mood === 'lost' ? 'rotate(5 82 64)' : undefined}>
        <path className={styles.paper} d="M58 22h36l18 18v54a7 7 0 0 1-7 7H58a7 7 0 0 1-7-7V29a7 7 0 0 1 7-7Z" />
        <path className={styles.fold} d="M94 22v12a6 6 0 0 0 6 6h12Z" />
        <FaceOf mood={mood} />
      </g>
      {mood === 'asleep' ? (
        <g className={styles.detail}>
          <path d="M118 30h9l-9 10h9" />
          <path d="M131 16h7l-7 8h7" />
        </g>
      ) : null}
      {mood === 'inviting' ? (
        <g className={styles.sprout}>
          <path d="M127 102V82" />
          <path d="M127 88c8 0 12-5 12-11-8 0-12 5-12 11Z" />
          <path d="M127 82c0-8-4-12-11-12 0 8 4 12 11 12Z" />
        </g>
      ) : null}
    </svg>
  )
}

function FaceOf({ mood }: { readonly mood: FaceMood }) {
  const mouth = {
    inviting: 'M72 71c3 5 16 5 19 0',
    lost: 'M77 74c3-2 7-2 10 0',
    asleep: 'M79 73c2 2 4 2 6 0',
    sorry: 'M73 76c4-5 14-5 18 0',
  }[mood]
  return (
    <g className={styles.features}>
      {mood === 'asleep' ? (
        <>
          <path d="M67 60c2 3 6 3 8 0" />
          <path d="M88 60c2 3 6 3 8 0" />
        </>
      ) : (
        <>
          <path d="M71 57v4" />
          <path d="M92 57v4" />
        </>
      )}
      <path d={mouth} />
    </g>
  )
}
