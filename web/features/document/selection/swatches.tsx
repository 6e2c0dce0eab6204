'use client'
/** The colours of the theme, to choose one of or none: a group of a menu. */
import { Menu as BaseMenu } from '@base-ui/react/menu'
import { COLORS } from '@dure/document'
import { Check } from 'lucide-react'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './swatches.module.css'

export type Ground = 'color' | 'highlight'

export function Swatches({
  label,
  held,
  ground,
  onChoose,
}: {
  readonly label: string
  readonly held: string
  readonly ground: Ground
  readonly onChoose: (colour: string | null) => void
}) {
  const { t } = useTranslator()
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className={styles.label}>{label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup
        value={held}
        className={styles.swatches}
        onValueChange={(value: unknown) => onChoose(value === '' ? null : String(value))}
      >
        {['' as const, ...COLORS].map((colour) => (
          <BaseMenu.RadioItem
            key={colour}
            value={colour}
            closeOnClick
            className={styles.swatch}
            data-ground={ground}
            data-color={colour}
            aria-label={t(`colour.${colour === '' ? 'none' : colour}`)}
            title={t(`colour.${colour === '' ? 'none' : colour}`)}
          >
            {held === colour ? <Check aria-hidden="true" /> : <span aria-hidden="true">A</span>}
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  )
}
