/**
 * English, and the shape of every other catalogue: its keys and `{placeholders}` are what the compiler checks. One
 * file for each part of the interface, the same in each language.
 */
import { access } from './access.ts'
import { account } from './account.ts'
import { apiDocs } from './api-docs.ts'
import { app } from './app.ts'
import { attachments } from './attachments.ts'
import { audit } from './audit.ts'
import { blocks } from './blocks.ts'
import { document } from './document.ts'
import { home } from './home.ts'
import { kept } from './kept.ts'
import { members } from './members.ts'
import { page } from './page.ts'
import { pages } from './pages.ts'
import { saving } from './saving.ts'
import { security } from './security.ts'
import { settings } from './settings.ts'
import { sharing } from './sharing.ts'
import { writing } from './writing.ts'

export const en = {
  ...app,
  ...apiDocs,
  ...home,
  ...kept,
  ...document,
  ...blocks,
  ...writing,
  ...page,
  ...attachments,
  ...saving,
  ...account,
  ...access,
  ...audit,
  ...security,
  ...settings,
  ...members,
  ...sharing,
  ...pages,
} as const
