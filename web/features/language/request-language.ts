/** The language of the request being answered. Server components only. */
import { cookies, headers } from 'next/headers'
import { CATALOGUES } from './catalogues.ts'
import { chooseLanguage, LANGUAGE_COOKIE, type Language } from './language.ts'
import { createTranslator, type Translator } from './translate.ts'

export async function requestLanguage(): Promise<Language> {
  const [jar, head] = await Promise.all([cookies(), headers()])
  return chooseLanguage(jar.get(LANGUAGE_COOKIE)?.value, head.get('accept-language'))
}

export async function requestTranslator(): Promise<Translator> {
  const language = await requestLanguage()
  return createTranslator(language, CATALOGUES[language])
}
