import { connection } from 'next/server'
import { OfflineShell } from '../../features/offline/offline-shell.tsx'
import { requestTheme } from '../../features/theme/request-theme.ts'

/** What the service worker keeps to answer any page with, while the server cannot. */
export default async function Page() {
  await connection()
  return <OfflineShell theme={await requestTheme()} />
}
