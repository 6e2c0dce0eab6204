'use client'
/** Find and replace: on ⌘F and ⌘⇧F. Enter and ⇧Enter step, Escape goes back to the text at what was found. */
import { findState, MAX_MATCHES } from '@dure/editor'
import type { Editor } from '@tiptap/core'
import { CaseSensitive, ChevronDown, ChevronUp, Regex, Replace, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useTranslator } from '../../language/language-provider.tsx'
import { useEditorState } from '../use-editor-state.ts'
import styles from './find-bar.module.css'
import { FIND } from './open-find.ts'

/** A selection longer than this was not made to be looked for. */
const MAX_SELECTED_LENGTH = 100

interface Opened {
  readonly text: string
  readonly replacing: boolean
  /** Counts the times it was asked for: each puts the focus into the field again. */
  readonly times: number
}

export function FindBar({ editor }: { readonly editor: Editor }) {
  const [opened, setOpened] = useState<Opened>()
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'f' || !(event.metaKey || event.ctrlKey) || event.altKey) return
      event.preventDefault()
      setOpened((before) => ({
        text: selectedLine(editor) || (before?.text ?? ''),
        replacing: event.shiftKey || (before?.replacing ?? false),
        times: (before?.times ?? 0) + 1,
      }))
    }
    const onOpen = (): void =>
      setOpened((before) => ({
        text: selectedLine(editor) || (before?.text ?? ''),
        replacing: editor.isEditable,
        times: (before?.times ?? 0) + 1,
      }))
    addEventListener('keydown', onKeyDown)
    addEventListener(FIND, onOpen)
    return () => {
      removeEventListener('keydown', onKeyDown)
      removeEventListener(FIND, onOpen)
    }
  }, [editor])
  if (!opened) return null
  const close = (): void => {
    setOpened(undefined)
    const { matches, current } = findState(editor.state)
    const found = matches[current]
    const chain = editor.chain().find(undefined)
    if (found) chain.setTextSelection(found)
    chain.run()
    editor.view.focus()
  }
  return <OpenFindBar key={opened.times} editor={editor} opened={opened} onClose={close} />
}

function OpenFindBar({
  editor,
  opened,
  onClose,
}: {
  readonly editor: Editor
  readonly opened: Opened
  readonly onClose: () => void
}) {
  const { t } = useTranslator()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(opened.text)
  const [regex, setRegex] = useState(false)
  const [matchCase, setMatchCase] = useState(false)
  const [replacing, setReplacing] = useState(opened.replacing)
  const [template, setTemplate] = useState('')
  const { count, current, valid, editable } = useEditorState({
    editor,
    selector: ({ editor: now }) => {
      const { matches, ...state } = findState(now.state)
      return { count: matches.length, current: state.current, valid: state.valid, editable: now.isEditable }
    },
  })

  useLayoutEffect(() => field.current?.select(), [])
  useEffect(() => {
    editor.commands.find({ text, regex, matchCase })
  }, [editor, text, regex, matchCase])
  useEffect(() => () => void (editor.isDestroyed || editor.commands.find(undefined)), [editor])
  // Whenever another match is the current one, it is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reason: `current` and `count` stand for what is drawn
  useEffect(() => {
    // It answers a promise by now, which must not be taken for a clean-up.
    editor.view.dom.querySelector('.found.is-current')?.scrollIntoView({ block: 'center' })
  }, [editor, current, count, text])

  const step = (direction: 1 | -1): void => void editor.commands.findNext(direction)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
  }
  const onEnter =
    (act: (event: KeyboardEvent) => void) =>
    (event: KeyboardEvent): void => {
      // The Enter that ends a syllable is the input method's.
      if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
      event.preventDefault()
      act(event)
    }

  const said = !valid
    ? t('find.invalid')
    : text === ''
      ? ''
      : count === 0
        ? t('find.none')
        : count >= MAX_MATCHES
          ? t('find.many', { count })
          : t('find.count', { current: current + 1, count })
  return (
    <search aria-label={t('find.label')} className={styles.bar} onKeyDown={onKeyDown}>
      <div className={styles.row}>
        <input
          ref={field}
          className={styles.field}
          type="text"
          aria-label={t('find.field')}
          placeholder={t('find.field')}
          aria-invalid={!valid}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onEnter((event) => step(event.shiftKey ? -1 : 1))}
        />
        <span role="status" className={styles.count} data-invalid={!valid}>
          {said}
        </span>
        <IconButton
          label={t('find.case')}
          icon={<CaseSensitive />}
          aria-pressed={matchCase}
          className={styles.button}
          onClick={() => setMatchCase(!matchCase)}
        />
        <IconButton
          label={t('find.regex')}
          icon={<Regex />}
          aria-pressed={regex}
          className={styles.button}
          onClick={() => setRegex(!regex)}
        />
        <IconButton
          label={t('find.previous')}
          icon={<ChevronUp />}
          className={styles.button}
          disabled={count === 0}
          focusableWhenDisabled
          onClick={() => step(-1)}
        />
        <IconButton
          label={t('find.next')}
          icon={<ChevronDown />}
          className={styles.button}
          disabled={count === 0}
          focusableWhenDisabled
          onClick={() => step(1)}
        />
        {editable ? (
          <IconButton
            label={t('find.replace-open')}
            icon={<Replace />}
            aria-pressed={replacing}
            className={styles.button}
            onClick={() => setReplacing(!replacing)}
          />
        ) : null}
        <IconButton label={t('find.close')} icon={<X />} className={styles.button} onClick={onClose} />
      </div>
      {replacing && editable ? (
        <div className={styles.row}>
          <input
            className={styles.field}
            type="text"
            aria-label={t('find.with')}
            placeholder={t('find.with')}
            spellCheck={false}
            autoComplete="off"
            value={template}
            onChange={(event) => setTemplate(event.target.value)}
            onKeyDown={onEnter(() => void editor.commands.replaceFound(template))}
          />
          <Button
            kind="quiet"
            disabled={count === 0}
            focusableWhenDisabled
            onClick={() => void editor.commands.replaceFound(template)}
          >
            {t('find.replace')}
          </Button>
          <Button
            kind="quiet"
            disabled={count === 0}
            focusableWhenDisabled
            onClick={() => void editor.commands.replaceAllFound(template)}
          >
            {t('find.replace-all')}
          </Button>
        </div>
      ) : null}
    </search>
  )
}

/**
 * What is selected within a line: most likely what is looked for. Read from the page, because the editor learns of a
 * selection a moment after the key that made it.
 */
function selectedLine({ view }: Editor): string {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || !view.dom.contains(selection.anchorNode)) return ''
  const text = selection.toString()
  return text.length > MAX_SELECTED_LENGTH || text.includes('\n') ? '' : text
}
