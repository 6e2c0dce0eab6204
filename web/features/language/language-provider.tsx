'use client'
/** Gives client components the strings of the page's language; the server chose it and sent only that catalogue. */
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { Language } from './language.ts'
import { createTranslator, type Messages, type Translator } from './translate.ts'

const TranslatorContext = createContext<Translator | undefined>(undefined)

export function LanguageProvider({
  language,
  messages,
  children,
}: {
  readonly language: Language
  readonly messages: Messages
  readonly children: ReactNode
}) {
  const translator = useMemo(() => createTranslator(language, messages), [language, messages])
  return <TranslatorContext value={translator}>{children}</TranslatorContext>
}

export function useTranslator(): Translator {
  const translator = useContext(TranslatorContext)
  if (!translator) throw new Error('useTranslator: a LanguageProvider must be above')
  return translator
}
