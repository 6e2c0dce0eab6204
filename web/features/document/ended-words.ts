/** The words for a connection that ended for good, by the name of its close reason. */
import type { Translator } from '../language/translate.ts'

export interface EndedWords {
  readonly title: string
  readonly text: string
  /** The next step is a new page; otherwise trying again will do. */
  readonly reload: boolean
}

export function endedWords(reason: string, t: Translator['t']): EndedWords {
  switch (reason) {
    case 'unknown-document':
      return { title: t('ended.unknown.title'), text: t('ended.unknown.text'), reload: false }
    case 'forbidden':
    case 'sign-in-required':
      return { title: t('ended.forbidden.title'), text: t('ended.forbidden.text'), reload: true }
    case 'outdated':
      return { title: t('ended.outdated.title'), text: t('ended.outdated.text'), reload: true }
    default:
      return { title: t('ended.other.title'), text: t('ended.other.text'), reload: true }
  }
}
