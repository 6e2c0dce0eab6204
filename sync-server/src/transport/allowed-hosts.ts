/**
 * The names under which pages of ours are opened. A foreign page can point its own name at this server's address after
 * it was loaded (DNS rebinding); for the browser the server is then that page's own, on a network that only the visitor
 * reaches. Such a request still says the foreign name, so a name that strangers could own must have been named by the
 * operator.
 */
import { isIP } from 'node:net'

/** Ends of names that nobody can register: of this machine, of a local network (RFC 6761, 6762, 8375), of tests. */
const LOCAL_ENDS = ['localhost', 'local', 'internal', 'lan', 'home.arpa', 'test']

/** Anything goes: what the operator writes who cannot know the names. */
const ANY = '*'

/**
 * @param hosts Names, without ports, or `*`.
 * @param origins Their names count, too.
 * @returns Whether a Host header is one of ours.
 */
export function createHostCheck(hosts: readonly string[], origins: readonly string[]): (host: string) => boolean {
  const named = new Set([...hosts.map((each) => each.toLowerCase()), ...origins.map((each) => new URL(each).hostname)])
  if (named.has(ANY)) return () => true
  return (host) => {
    if (!URL.canParse(`http://${host}`)) return false
    const name = new URL(`http://${host}`).hostname.replace(/\.$/, '')
    return isAddress(name) || isLocal(name) || named.has(name)
  }
}

/** No name at all, so nothing that could be pointed elsewhere. */
const isAddress = (name: string): boolean => isIP(name) !== 0 || name.startsWith('[')

const isLocal = (name: string): boolean => !name.includes('.') || LOCAL_ENDS.some((end) => name.endsWith(`.${end}`))
