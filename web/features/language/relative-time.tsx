'use client'
/** A time as people say it, kept up to date while the page is open; the full time is its tooltip. */
import { useEffect, useState } from 'react'
import { useTranslator } from './language-provider.tsx'
import { fullTime, relativeTime } from './say-when.ts'

/** How often the words are looked at again: their smallest unit is a minute. */
const REFRESH_MS = 30_000

export function RelativeTime({
  at,
  now: serverNow,
  sentence,
}: {
  readonly at: string
  readonly now: string
  readonly sentence: 'home.edited' | 'kept.changed' | 'settings.used' | 'security.added' | 'bin.binned'
}) {
  const translator = useTranslator()
  // Undefined until hydrated: the first render must say what the server said, which knows no time zone.
  const [clientNow, setClientNow] = useState<Date>()
  useEffect(() => {
    setClientNow(new Date())
    const timer = setInterval(() => setClientNow(new Date()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])

  const when = clientNow
    ? relativeTime(new Date(at), clientNow, translator)
    : relativeTime(new Date(at), new Date(serverNow), translator, 'UTC')
  return (
    <time dateTime={at} title={clientNow && fullTime(new Date(at), translator.language)}>
      {translator.t(sentence, { when })}
    </time>
  )
}
