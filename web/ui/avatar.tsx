/** A person as a coloured disc with their initials. */
import type { ComponentProps } from 'react'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'

export interface AvatarProps extends Omit<ComponentProps<'span'>, 'children' | 'style'> {
  readonly initials: string
  /** A colour of tokens.css, as `var(--person-3)`; absent for "and more". */
  readonly colour?: string | undefined
}

export function Avatar({ initials, colour, className, ...rest }: AvatarProps) {
  return (
    <span
      {...rest}
      className={classNames(styles.avatar, colour === undefined && styles.more, className)}
      style={colour === undefined ? undefined : { background: colour }}
      // Drawn, not text: whoever hears the page is told the name beside it, and not its letters.
      data-initials={initials}
    />
  )
}
