/** What one writes with besides the keys: loaded as one, once the text is on the page. */
export { DocumentExtras } from './extras/document-extras.tsx'
export { FollowPerson } from './extras/follow-person.tsx'
export { FindBar } from './find/find-bar.tsx'
export { SelectionMenu } from './selection/selection-menu.tsx'
export { SignMenus } from './signs/sign-menus.tsx'
export { TextToolbar } from './text-toolbar.tsx'
