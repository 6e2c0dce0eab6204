/** The tools of editing-tools.ts as components that come when they are there: nobody waits for them to read or to type. */
import { afterPaint } from '../../ui/after-paint.ts'
import { lazily } from '../../ui/lazily.tsx'

/** To ask for their scripts and styles takes longer than to draw the editor: what one reads and types in is shown first. */
const tools = async () => {
  await afterPaint()
  return import('./editing-tools.ts')
}

export const DocumentExtras = lazily(async () => (await tools()).DocumentExtras)
export const FindBar = lazily(async () => (await tools()).FindBar)
export const FollowPerson = lazily(async () => (await tools()).FollowPerson)
export const SelectionMenu = lazily(async () => (await tools()).SelectionMenu)
export const SignMenus = lazily(async () => (await tools()).SignMenus)
export const TextToolbar = lazily(async () => (await tools()).TextToolbar)
