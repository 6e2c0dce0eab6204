/** The strings of each language. Only the server imports this: a page is sent the one it needs. */
import { en } from './en/index.ts'
import { ko } from './ko/index.ts'
import type { Language } from './language.ts'
import type { Messages } from './translate.ts'

export const CATALOGUES: Readonly<Record<Language, Messages>> = { en, ko }
