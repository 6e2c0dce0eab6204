'use client'
/** The colours that text and its ground can have: part of a menu. */
import { useTranslator } from '../../language/language-provider.tsx'
import { type Ground, Swatches } from './swatches.tsx'

/** No colour's name. */
const UNKNOWN = 'unknown'

export function ColourSwatches({
  held,
  onChoose,
}: {
  /** The colours that are there; empty for none, undefined when it is not known. */
  readonly held: Readonly<Record<Ground, string | undefined>>
  readonly onChoose: (ground: Ground, colour: string | null) => void
}) {
  const { t } = useTranslator()
  return (
    <>
      <Swatches
        label={t('colour.text')}
        held={held.color ?? UNKNOWN}
        ground="color"
        onChoose={(colour) => onChoose('color', colour)}
      />
      <Swatches
        label={t('colour.highlight')}
        held={held.highlight ?? UNKNOWN}
        ground="highlight"
        onChoose={(colour) => onChoose('highlight', colour)}
      />
    </>
  )
}
