/** The bytes of a file that was inside of pasted HTML (`files-in-html.ts`). */

/** Undefined when they cannot be had. @param address `data:`, or of this site. */
export async function bringFile(address: string, name: string): Promise<File | undefined> {
  if (/^data:/i.test(address)) return fromData(address)
  const response = await fetch(address)
  if (!response.ok) return undefined
  const blob = await response.blob()
  return new File([blob], name || nameIn(response.headers.get('content-disposition')), { type: blob.type })
}

function nameIn(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1]
  try {
    return decodeURIComponent(encoded ?? '') || 'file'
  } catch {
    return 'file'
  }
}

const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/svg+xml': 'svg' }

/** The page's policy lets it fetch nothing but its own site, `data:` included. */
export function fromData(address: string): File | undefined {
  const [, type = '', base64, data = ''] = /^data:([^;,]+)[^,]*?(;base64)?,([\s\S]*)$/i.exec(address) ?? []
  try {
    const text = base64 ? atob(decodeURIComponent(data)) : unescape(data)
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return new File([bytes], `image.${ENDINGS[type.toLowerCase()] ?? type.split('/')[1] ?? 'png'}`, {
      type: type.toLowerCase(),
    })
  } catch {
    return undefined
  }
}
