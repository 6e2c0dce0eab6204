/** Where somebody goes after signing in: a path of ours, whatever the address says. */

const HOME = '/'

export function nextPath(raw: string | readonly string[] | undefined): string {
  // `//host` and `/\host` are other sites to a browser; a path that is no longer than an address of ours.
  if (typeof raw !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(raw) || raw.includes('\\')) return HOME
  return raw.length > 200 ? HOME : raw
}

export const signInPath = (next: string): string =>
  next === HOME ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`
