/** Home and documents, beside the sidebar for whoever is signed in. */
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { findSession } from '../../features/account/session-source.ts'
import { SIDEBAR_CLOSED, SIDEBAR_COOKIE } from '../../features/sidebar/sidebar-cookie.ts'
import { WorkspaceShell } from '../../features/sidebar/workspace-shell.tsx'

export default async function WorkspaceLayout({ children }: { readonly children: ReactNode }) {
  await connection()
  const [session, jar] = await Promise.all([findSession(), cookies()])
  const { person = null, workspace = null } = session === 'unreachable' ? {} : session
  if (!person || !workspace) return children
  return (
    <WorkspaceShell person={person} workspace={workspace} firstOpen={jar.get(SIDEBAR_COOKIE)?.value !== SIDEBAR_CLOSED}>
      {children}
    </WorkspaceShell>
  )
}
