/** The server behind the web does not answer: says so, and tries again on request. */
import type { Translator } from '../language/translate.ts'
import { RetryButton } from './retry-button.tsx'
import { TroublePage } from './trouble-page.tsx'

export function UnreachablePage({ t }: { readonly t: Translator['t'] }) {
  return (
    <TroublePage mood="asleep" title={t('trouble.unreachable.title')} text={t('trouble.unreachable.text')} t={t}>
      <RetryButton />
    </TroublePage>
  )
}
