/** How far an upload is, in words and as a bar, with what can be done about it. */
import type { Translator } from '../language/translate.ts'
import styles from './attachment-view.module.css'
import { newElement } from './new-element.ts'
import { sayBytes } from './say-bytes.ts'
import type { UploadBoard, UploadTrouble, UploadView } from './upload-board.ts'

/** @param upload Nothing is shown without one, nor of one that is done. */
export function drawUploadProgress(
  progress: HTMLElement,
  upload: UploadView | undefined,
  { actions }: UploadBoard,
  translator: Translator,
): void {
  progress.hidden = upload === undefined || upload.phase.kind === 'done'
  if (!upload || progress.hidden) {
    progress.replaceChildren()
    return
  }
  const { t } = translator
  const { id, phase, sent, size, name } = upload
  const hasFailed = phase.kind === 'failed'
  const percent = String(Math.floor((100 * sent) / size))
  const words = newElement('span', styles.progressWords, { role: 'status' }, phaseWords(upload, translator))
  const bar = newElement('progress', styles.bar, { max: '100', value: percent, 'aria-label': name })
  const buttons = newElement('span', styles.buttons)
  const button = (label: string, run: () => void): void => {
    const made = newElement('button', styles.button, { type: 'button' }, label)
    made.addEventListener('click', run)
    buttons.append(made)
  }
  if (hasFailed) button(t('file.retry'), () => actions?.retry(id))
  button(t(hasFailed ? 'file.remove' : 'file.cancel'), () => actions?.cancel(id))
  progress.dataset['failed'] = String(hasFailed)
  // A button that is drawn anew would lose the focus, and the click that began on it.
  const labels = (root: Element): string => [...root.querySelectorAll('button')].map((each) => each.textContent).join()
  const old = progress.querySelector(`.${styles.buttons ?? ''}`)
  const isSame = old !== null && labels(old) === labels(buttons)
  progress.replaceChildren(words, ...(hasFailed ? [] : [bar]), isSame ? old : buttons)
}

function phaseWords({ phase, sent, size }: UploadView, { t, language }: Translator): string {
  switch (phase.kind) {
    case 'failed':
      return t(TROUBLE_WORDS[phase.trouble])
    case 'waiting':
      return t(phase.offline ? 'file.offline' : 'file.waiting')
    default:
      return t('file.sending', { percent: Math.floor((100 * sent) / size), size: sayBytes(size, language) })
  }
}

const TROUBLE_WORDS = {
  'too-large': 'file.failed.too-large',
  'too-many': 'file.failed.too-many',
  'document-full': 'file.failed.document-full',
  'wrong-type': 'file.failed.wrong-type',
  forbidden: 'file.failed.forbidden',
  'storage-full': 'file.failed.storage-full',
  gone: 'file.failed.gone',
  unknown: 'file.failed.unknown',
} as const satisfies Record<UploadTrouble, string>
