/** Whether the sidebar is hidden, in a cookie: the page comes from the server as the person left it, and nothing jumps. */
export const SIDEBAR_COOKIE = 'dure-sidebar'
export const SIDEBAR_CLOSED = 'closed'
