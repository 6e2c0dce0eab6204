'use client'
/** A picture as a cover: from this device while it is sent, else from the server; what it lacks is said in its place. */
import type { CoverPicture } from '@dure/document'
import { useCallback, useRef, useState, useSyncExternalStore } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { lazily } from '../../../ui/lazily.tsx'
import { attachmentUrl } from '../../attachments/attachment-address.ts'
import type { UploadBoard, UploadView } from '../../attachments/upload-board.ts'
import { CoverImage } from './drawn-look.tsx'

const PictureArrival = lazily(async () => (await import('./picture-arrival.tsx')).PictureArrival)
const PictureUpload = lazily(async () => (await import('./picture-upload.tsx')).PictureUpload)
const PicturePlacing = lazily(async () => (await import('./picture-placing.tsx')).PicturePlacing)

export function LivePicture({
  picture: { attachment, shown },
  documentId,
  board,
  awareness,
  placing,
  onPlaced,
}: {
  readonly picture: CoverPicture
  readonly documentId: string
  readonly board: UploadBoard | undefined
  readonly awareness: Awareness
  /** Which part of it is shown is being chosen. */
  readonly placing: boolean
  /** @param shown Null leaves it as it was. */
  readonly onPlaced: (shown: number | null) => void
}) {
  const image = useRef<HTMLImageElement>(null)
  const upload = useUpload(board, attachment)
  /** How often it was asked for in vain; 0 when it is there, or on its way. */
  const [misses, setMisses] = useState(0)
  const [dragged, setDragged] = useState<number>()
  const address = upload?.url ?? attachmentUrl(documentId, attachment)
  const end = (place: number | null): void => {
    setDragged(undefined)
    onPlaced(place)
  }
  return (
    <>
      <CoverImage
        key={address}
        ref={image}
        src={address}
        shown={placing ? (dragged ?? shown) : shown}
        data-missing={misses > 0}
        onLoad={() => setMisses(0)}
        onError={() => setMisses((before) => before + 1)}
      />
      {misses > 0 ? (
        <PictureArrival
          attachment={attachment}
          misses={misses}
          awareness={awareness}
          onAsk={() => {
            if (image.current) image.current.src = address
          }}
        />
      ) : null}
      {upload && board && upload.phase.kind !== 'done' ? <PictureUpload upload={upload} board={board} /> : null}
      {placing ? <PicturePlacing image={image} shown={dragged ?? shown} onDrag={setDragged} onEnd={end} /> : null}
    </>
  )
}

/** What brings it from this page; undefined when nothing does. */
function useUpload(board: UploadBoard | undefined, id: string): UploadView | undefined {
  const subscribe = useCallback(
    (changed: () => void) => board?.listen((which) => which === id && changed()) ?? (() => {}),
    [board, id],
  )
  return useSyncExternalStore(subscribe, () => board?.get(id))
}
