'use client'
/** How far a cover's picture is on its way to the server, over the picture. */
import { useLayoutEffect, useRef } from 'react'
import type { UploadBoard, UploadView } from '../../attachments/upload-board.ts'
import { drawUploadProgress } from '../../attachments/upload-progress.ts'
import { useTranslator } from '../../language/language-provider.tsx'
import styles from './look.module.css'

export function PictureUpload({ upload, board }: { readonly upload: UploadView; readonly board: UploadBoard }) {
  const translator = useTranslator()
  const progress = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (progress.current) drawUploadProgress(progress.current, upload, board, translator)
  }, [upload, board, translator])
  return <div ref={progress} className={styles.upload} />
}
