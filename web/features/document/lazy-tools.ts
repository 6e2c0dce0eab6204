/** The tools of editing-tools.ts as components that come when they are there: nobody waits for them to read or to type. */
import { lazily } from '../../ui/lazily.tsx'

const tools = () => import('./editing-tools.ts')

export const DocumentExtras = lazily(async () => (await tools()).DocumentExtras)
export const FindBar = lazily(async () => (await tools()).FindBar)
export const FollowPerson = lazily(async () => (await tools()).FollowPerson)
export const SelectionMenu = lazily(async () => (await tools()).SelectionMenu)
export const SignMenus = lazily(async () => (await tools()).SignMenus)
export const TextToolbar = lazily(async () => (await tools()).TextToolbar)
