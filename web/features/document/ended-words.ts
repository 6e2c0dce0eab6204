/** The words for a connection that ended for good, by the name of its close reason. */
import type { Translator } from '../language/translate.ts'

export interface EndedWords {
  readonly title: string
  readonly text: string
  readonly next: 'reload' | 'reconnect' | 'restore' | 'open-new'
}

export function endedWords(reason: string, t: Translator['t']): EndedWords {
  switch (reason) {
    case 'unknown-document':
      return { title: t('ended.unknown.title'), text: t('ended.unknown.text'), next: 'reconnect' }
    case 'sign-in-required':
      return { title: t('ended.sign-in.title'), text: t('ended.sign-in.text'), next: 'reload' }
    case 'forbidden':
      return { title: t('ended.forbidden.title'), text: t('ended.forbidden.text'), next: 'reload' }
    case 'in-bin':
      return { title: t('ended.in-bin.title'), text: t('ended.in-bin.text'), next: 'restore' }
    case 'outdated':
      return { title: t('ended.outdated.title'), text: t('ended.outdated.text'), next: 'reload' }
    case 'replaced':
      return { title: t('ended.replaced.title'), text: t('ended.replaced.text'), next: 'open-new' }
    default:
      return { title: t('ended.other.title'), text: t('ended.other.text'), next: 'reload' }
  }
}
