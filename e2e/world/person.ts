/** A person at a browser, with the verbs that tests are told in. */
import { type Browser, type BrowserContext, type CDPSession, expect, type Locator, type Page } from '@playwright/test'

export interface Arrival {
  readonly language?: 'en-GB' | 'ko-KR'
  readonly dark?: boolean
  readonly width?: number
  /** Signed in there already. */
  readonly as?: { readonly origin: string; readonly cookie: string }
}

export class Person {
  readonly name: string
  readonly page: Page
  readonly #context: BrowserContext
  /** What the page itself complained of: an error nobody caught, a message at error level. */
  readonly complaints: string[] = []

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name
    this.#context = context
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(error.message))
    // What the page's own policy forbids, the page should not try.
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.complaints.push(message.text())
    })
  }

  /** A browser of their own, so a person of their own. */
  static async arrive(browser: Browser, name: string, how: Arrival = {}): Promise<Person> {
    const context = await browser.newContext({
      locale: how.language ?? 'en-GB',
      colorScheme: how.dark ? 'dark' : 'light',
      viewport: { width: how.width ?? 1280, height: 800 },
    })
    if (how.as) {
      const [cookie = '', value = ''] = how.as.cookie.split(/=(.*)/s)
      await context.addCookies([{ name: cookie, value, url: how.as.origin, httpOnly: true, sameSite: 'Lax' }])
    }
    return new Person(name, context, await context.newPage())
  }

  /** Another tab of the same browser. */
  async secondTab(): Promise<Person> {
    return new Person(this.name, this.#context, await this.#context.newPage())
  }

  /** Chromium's own view of the page, for what no page can do to itself. */
  devtools(): Promise<CDPSession> {
    return this.#context.newCDPSession(this.page)
  }

  get title(): Locator {
    return this.page.getByRole('textbox', { name: /^(Title|제목)$/ })
  }

  get text(): Locator {
    return this.page.getByRole('textbox', { name: /^(Text of the document|문서 본문)$/ })
  }

  get status(): Locator {
    return this.page.getByTestId('save-status')
  }

  get others(): Locator {
    return this.page.getByRole('list', { name: 'Here now' }).getByRole('button')
  }

  /** Opens the document and waits until it can be written in. */
  async open(origin: string, documentId: string): Promise<void> {
    await this.page.goto(`${origin}/d/${documentId}`)
    await this.ready()
  }

  async ready(): Promise<void> {
    await expect(this.text).toBeVisible()
    await expect(this.status).toContainText('Saved')
  }

  async call(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /Change your name/ }).click()
    const field = this.page.getByRole('textbox', { name: 'Name' })
    await field.fill(name)
    await field.press('Enter')
  }

  /** By the share dialog: whoever has the link may edit. */
  async openToAnyone(role: 'editor' | 'viewer' = 'editor'): Promise<void> {
    await this.share()
    await this.choose('General access', 'Anyone with the link')
    await this.choose('What they may do', role === 'editor' ? 'Editor' : 'Viewer')
    await expect(this.page.getByText('The link works for anyone who has it')).toBeVisible()
    await this.page.keyboard.press('Escape')
    await expect(this.page.getByRole('dialog')).toBeHidden()
  }

  /** One of the choices of a field. */
  async choose(field: string | RegExp, option: string): Promise<void> {
    await this.page
      .getByRole('combobox', { name: field, ...(typeof field === 'string' ? { exact: true } : {}) })
      .click()
    await this.page.getByRole('option', { name: option, exact: true }).click()
  }

  /** Opens the share dialog. */
  async share(): Promise<void> {
    await this.page.getByRole('button', { name: /^Share/ }).click()
    await expect(this.page.getByRole('combobox', { name: 'General access' })).toBeVisible()
  }

  /** Types at the end of the text. */
  async type(text: string): Promise<void> {
    await this.putCaret('end')
    await this.page.keyboard.type(text)
  }

  /** Types at the very start. */
  async typeFirst(text: string): Promise<void> {
    await this.putCaret('start')
    await this.page.keyboard.type(text)
  }

  /** At the very start or end of the text. */
  async putCaret(where: 'start' | 'end'): Promise<void> {
    await this.text.click()
    await this.page.keyboard.press(where === 'start' ? 'ControlOrMeta+Home' : 'ControlOrMeta+End')
    // The browser says so a moment later. An edit of somebody else that comes in between would put the caret back.
    await this.page.evaluate("document.dispatchEvent(new Event('selectionchange'))")
  }

  async saved(): Promise<void> {
    await expect(this.status).toContainText('Saved')
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.text).toContainText(text)
  }

  /** The browser has kept the application: pages open without a server from here on. */
  async kept(): Promise<void> {
    await this.page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await this.page.waitForFunction('navigator.serviceWorker.controller !== null')
  }

  /** No new connection can be made from here on. */
  async cutNetwork(): Promise<void> {
    await this.#context.setOffline(true)
  }

  async mendNetwork(): Promise<void> {
    await this.#context.setOffline(false)
  }

  async leave(): Promise<void> {
    await this.#context.close()
  }
}
