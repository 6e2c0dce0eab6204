/**
 * Whose pages may be shown within a document: these, framed and sandboxed, and nobody else's. The list is also the
 * policy that the browser enforces (security/content-security-policy.ts).
 */
export interface EmbedSite {
  readonly name: string
  /** What the browser may frame. */
  readonly origin: string
  /** The address to frame for an address that people copy; undefined when it is none of this site's. */
  frameOf(url: URL): string | undefined
}

const isHost = (url: URL, ...hosts: readonly string[]): boolean =>
  hosts.some((host) => url.hostname === host || url.hostname === `www.${host}` || url.hostname === `m.${host}`)

const site = (name: string, origin: string, path: (url: URL) => string | undefined): EmbedSite => ({
  name,
  origin,
  frameOf: (url) => {
    const found = path(url)
    return found === undefined ? undefined : `${origin}${found}`
  },
})

/** Letters that ids of these sites are made of: nothing that could lead out of the path. */
const ID = '([\\w-]{3,64})'

function matched(pattern: string, path: string): string | undefined {
  return new RegExp(`^${pattern}(?:[/?#]|$)`).exec(path)?.[1]
}

export const EMBED_SITES: readonly EmbedSite[] = [
  site('YouTube', 'https://www.youtube-nocookie.com', (url) => {
    const id = isHost(url, 'youtu.be')
      ? matched(`/${ID}`, url.pathname)
      : isHost(url, 'youtube.com', 'youtube-nocookie.com')
        ? (/^[\w-]{6,20}$/.exec(url.searchParams.get('v') ?? '')?.[0] ??
          matched(`/(?:embed|shorts|live)/${ID}`, url.pathname))
        : undefined
    const start = /^(\d{1,6})s?$/.exec(url.searchParams.get('t') ?? url.searchParams.get('start') ?? '')?.[1]
    return id === undefined ? undefined : `/embed/${id}${start === undefined ? '' : `?start=${start}`}`
  }),
  site('Vimeo', 'https://player.vimeo.com', (url) => {
    const id = isHost(url, 'vimeo.com', 'player.vimeo.com')
      ? matched('/(?:video/)?(\\d{4,12})', url.pathname)
      : undefined
    return id === undefined ? undefined : `/video/${id}?dnt=1`
  }),
  site('NAVER TV', 'https://tv.naver.com', (url) => {
    const id = isHost(url, 'tv.naver.com') ? matched('/(?:v|embed)/(\\d{4,12})', url.pathname) : undefined
    return id === undefined ? undefined : `/embed/${id}`
  }),
  site('Loom', 'https://www.loom.com', (url) => {
    const id = isHost(url, 'loom.com') ? matched(`/(?:share|embed)/${ID}`, url.pathname) : undefined
    return id === undefined ? undefined : `/embed/${id}`
  }),
  site('Figma', 'https://www.figma.com', (url) =>
    isHost(url, 'figma.com') && /^\/(?:file|design|board|proto|slides)\//.test(url.pathname)
      ? `/embed?embed_host=dure&url=${encodeURIComponent(`https://www.figma.com${url.pathname}${url.search}`)}`
      : undefined,
  ),
  site('CodePen', 'https://codepen.io', (url) => {
    const found = isHost(url, 'codepen.io') ? /^\/([\w-]{1,40})\/(?:pen|embed)\/([\w-]{3,40})/.exec(url.pathname) : null
    return found ? `/${found[1]}/embed/${found[2]}?default-tab=result` : undefined
  }),
  site('Spotify', 'https://open.spotify.com', (url) => {
    const found = isHost(url, 'open.spotify.com')
      ? /^\/(?:embed\/|intl-\w+\/)?(track|album|playlist|episode|show)\/(\w{10,40})/.exec(url.pathname)
      : null
    return found ? `/embed/${found[1]}/${found[2]}` : undefined
  }),
  site('Google Docs', 'https://docs.google.com', (url) => {
    const found = isHost(url, 'docs.google.com')
      ? /^\/(document|presentation|spreadsheets)\/d\/([\w-]{10,100})/.exec(url.pathname)
      : null
    return found ? `/${found[1]}/d/${found[2]}/preview` : undefined
  }),
  site('OpenStreetMap', 'https://www.openstreetmap.org', (url) =>
    isHost(url, 'openstreetmap.org') && url.pathname === '/export/embed.html'
      ? `${url.pathname}${url.search}`
      : undefined,
  ),
]

export const EMBED_ORIGINS: readonly string[] = EMBED_SITES.map(({ origin }) => origin)

/** What to frame for an address, and whose page it is; undefined when it may only be a link. */
export function embedFor(src: string): { readonly site: string; readonly frame: string } | undefined {
  if (!/^https?:\/\//i.test(src) || !URL.canParse(src)) return undefined
  const url = new URL(src)
  for (const each of EMBED_SITES) {
    const frame = each.frameOf(url)
    if (frame !== undefined) return { site: each.name, frame }
  }
  return undefined
}
