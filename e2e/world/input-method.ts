/**
 * An input method, as Chromium's own tests drive one (CDP): what is being composed changes under the caret until it is
 * committed. Every key of it is a keydown 229, as real ones send.
 */
import type { CDPSession, Page } from '@playwright/test'

const PROCESS_KEY = 229

export class InputMethod {
  readonly #session: CDPSession

  private constructor(session: CDPSession) {
    this.#session = session
  }

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(await page.context().newCDPSession(page))
  }

  /** One key after the other; each shows another stage of what is being composed. An empty one takes it back. */
  async compose(...stages: readonly string[]): Promise<void> {
    for (const text of stages) {
      await this.#key('Process')
      await this.#session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      })
    }
  }

  /** The composition ends with this. `key` is the key that ended it, which the input method swallows. */
  async commit(text: string, key = 'Process'): Promise<void> {
    await this.#key(key)
    await this.#session.send('Input.insertText', { text })
  }

  async #key(key: string): Promise<void> {
    await this.#session.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key,
      windowsVirtualKeyCode: PROCESS_KEY,
      nativeVirtualKeyCode: PROCESS_KEY,
    })
  }
}

/** How one word is written in a language. */
export interface Word {
  readonly language: string
  readonly stages: readonly string[]
  readonly result: string
  /** What nobody else may ever see of it. */
  readonly halfDone: RegExp
}

export const WORDS: readonly Word[] = [
  { language: 'ko', stages: ['ㅎ', '하', '한'], result: '한', halfDone: /[ㄱ-ㆎ]|하/ },
  { language: 'ja', stages: ['k', 'か', 'かn', 'かん', '感', '漢'], result: '漢', halfDone: /[a-z]か|か|感/ },
  { language: 'zh', stages: ['n', 'ni', 'ni h', 'ni ha', 'ni hao'], result: '你好', halfDone: /ni/ },
]
