/** A drag of the pointer that ends in one of two ways: let go, or taken back (Escape, a lost pointer). */
export interface Drag {
  /** How far the pointer is from where it began, in pixels. */
  move(byX: number): void
  /** Undefined when it was taken back. */
  end(byX: number | undefined): void
}

export function startDrag(event: { readonly clientX: number; readonly pointerId: number }, drag: Drag): void {
  const from = event.clientX
  let by = 0
  const onMove = (moved: PointerEvent): void => {
    if (moved.pointerId !== event.pointerId) return
    by = moved.clientX - from
    drag.move(by)
  }
  const finish = (result: number | undefined): void => {
    removeEventListener('pointermove', onMove)
    removeEventListener('pointerup', onUp)
    removeEventListener('pointercancel', onCancel)
    removeEventListener('keydown', onKey, { capture: true })
    drag.end(result)
  }
  const onUp = (): void => finish(by)
  const onCancel = (): void => finish(undefined)
  const onKey = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return
    key.preventDefault()
    key.stopPropagation()
    finish(undefined)
  }
  addEventListener('pointermove', onMove)
  addEventListener('pointerup', onUp)
  addEventListener('pointercancel', onCancel)
  addEventListener('keydown', onKey, { capture: true })
}
