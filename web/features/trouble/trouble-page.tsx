/** A page that has nothing to show but a word about why, beside the sidebar where there is one. */
import { SidebarToggle } from '../sidebar/sidebar-toggle.tsx'
import { TroubleFrame, type TroubleProps } from './trouble-frame.tsx'

export const TroublePage = (props: TroubleProps) => <TroubleFrame {...props} before={<SidebarToggle />} />
