/** What a callout shows when nobody chose an icon. */
const TONE_ICONS: Readonly<Record<string, string>> = {
  info: '💡',
  success: '✅',
  important: '📌',
  warning: '⚠️',
  danger: '🚨',
}

export const calloutIcon = ({ tone, icon }: Readonly<Record<string, unknown>>): string =>
  typeof icon === 'string' && icon !== '' ? icon : (TONE_ICONS[String(tone)] ?? '💡')
