/** A size as people read it: `1.4 MB`. */
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function sayBytes(bytes: number, language: string): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const style = { style: 'unit', unit: UNITS[unit] ?? 'byte', unitDisplay: unit === 0 ? 'long' : 'short' } as const
  return new Intl.NumberFormat(language, { ...style, maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 }).format(
    value,
  )
}
