/** How large a picture or video is, and a photograph made smaller before it is sent. In the browser, with its decoders. */

/** Longest side of a photograph in pixels: twice the widest column there is, for fine screens. */
export const LONGEST_SIDE = 2560
const QUALITY = 0.86
const VIDEO_WAIT_MS = 4000

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Undefined when the browser cannot draw it. */
export async function pictureSize(file: Blob): Promise<PictureSize | undefined> {
  if (file.type !== 'image/svg+xml') return bitmapSize(file)
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const { naturalWidth: width, naturalHeight: height } = image
    return width > 0 && height > 0 ? { width, height } : undefined
  } catch {
    return undefined
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** By the decoder itself: an element that cannot draw it would complain. */
async function bitmapSize(file: Blob): Promise<PictureSize | undefined> {
  try {
    const bitmap = await createImageBitmap(file)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch {
    return undefined
  }
}

export async function videoSize(file: Blob): Promise<PictureSize | undefined> {
  const url = URL.createObjectURL(file)
  const video = document.createElement('video')
  try {
    return await new Promise((resolve) => {
      const give = (): void =>
        resolve(video.videoWidth > 0 ? { width: video.videoWidth, height: video.videoHeight } : undefined)
      const timer = setTimeout(give, VIDEO_WAIT_MS)
      video.onloadedmetadata = video.onerror = () => {
        clearTimeout(timer)
        give()
      }
      video.preload = 'metadata'
      video.src = url
    })
  } finally {
    video.removeAttribute('src')
    URL.revokeObjectURL(url)
  }
}

/**
 * Photographs (JPEG, WebP that stands still) of more than `LONGEST_SIDE`, made that large: which leaves out, too, where
 * they were taken. Anything else, and what gets no smaller by it, as it is.
 */
export async function reducedPicture(file: File, { width, height }: PictureSize): Promise<File> {
  if (Math.max(width, height) <= LONGEST_SIDE || !(await isPhotograph(file))) return file
  const scale = LONGEST_SIDE / Math.max(width, height)
  try {
    const bitmap = await createImageBitmap(file, {
      resizeWidth: Math.round(width * scale),
      resizeHeight: Math.round(height * scale),
      resizeQuality: 'high',
    })
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const blob = await canvas.convertToBlob({ type: file.type, quality: QUALITY })
    return blob.type === file.type && blob.size < file.size ? new File([blob], file.name, { type: file.type }) : file
  } catch {
    return file
  }
}

async function isPhotograph(file: File): Promise<boolean> {
  if (file.type === 'image/jpeg') return true
  if (file.type !== 'image/webp') return false
  const head = await file.slice(0, 64).arrayBuffer()
  return !String.fromCharCode(...new Uint8Array(head)).includes('ANIM')
}
