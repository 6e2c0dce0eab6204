'use client'
/** Day and time to the second, in the reader's time zone once it is known. */
import { useEffect, useState } from 'react'
import { useTranslator } from '../language/language-provider.tsx'

export function FullTime({ at }: { readonly at: string }) {
  const { language } = useTranslator()
  // The first render must say what the server said, which knows no time zone.
  const [here, setHere] = useState(false)
  useEffect(() => setHere(true), [])
  const zone = here ? {} : { timeZone: 'UTC' }
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', ...zone })
  return <time dateTime={at}>{format.format(new Date(at))}</time>
}
