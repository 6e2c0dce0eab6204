'use client'
import type { Editor } from '@tiptap/core'
import type { EditorState } from '@tiptap/pm/state'
import { useCallback, useRef, useSyncExternalStore } from 'react'

export interface Watching<Value> {
  readonly editor: Editor
  /** Plain values, and objects and lists of them: what is the same as before draws nothing anew. */
  selector(now: { readonly editor: Editor }): Value
}

/** What somebody shows of an editor, up to date with every transaction. */
export function useEditorState<Value>({ editor, selector }: Watching<Value>): Value {
  const held = useRef<{ readonly state: EditorState; readonly asked: unknown; readonly value: Value }>(undefined)
  const subscribe = useCallback(
    (changed: () => void) => {
      editor.on('transaction', changed)
      return () => void editor.off('transaction', changed)
    },
    [editor],
  )
  const look = (): Value => {
    const { state } = editor
    const last = held.current
    if (last?.state === state && last.asked === selector) return last.value
    const found = selector({ editor })
    const value = last && isSame(last.value, found) ? last.value : found
    held.current = { state, asked: selector, value }
    return value
  }
  return useSyncExternalStore(subscribe, look, look)
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSame(Reflect.get(one, name), Reflect.get(other, name)))
  )
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
