/** The strings of each language. Only the server imports this: a page is sent the one it needs. */
import { en } from './catalogue-en.ts'
import { ko } from './catalogue-ko.ts'
import type { Language } from './language.ts'
import type { Messages } from './translate.ts'

export const CATALOGUES: Readonly<Record<Language, Messages>> = { en, ko }
