/**
 * One page in a Chromium that Playwright does not drive: it keeps the pages it drives awake, whatever state they are
 * told to be in. Spoken to by the DevTools protocol.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import WebSocket from 'ws'

interface Answer {
  readonly id?: number
  readonly result?: { readonly result?: { readonly value?: unknown } }
  readonly error?: { readonly message: string }
}

export class BareBrowser {
  readonly #process: ChildProcess
  readonly #profile: string
  readonly #devtools: WebSocket
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>()
  #asked = 0

  private constructor(child: ChildProcess, profile: string, devtools: WebSocket) {
    this.#process = child
    this.#profile = profile
    this.#devtools = devtools
    devtools.on('message', (data) => {
      const answer: Answer = JSON.parse(String(data))
      this.#waiting.get(answer.id ?? 0)?.resolve(answer)
    })
  }

  static async start(executablePath: string, args: readonly string[]): Promise<BareBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'dure-browser-'))
    const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`]
    const child = spawn(executablePath, [...args, ...own, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
    process.once('exit', () => child.kill('SIGKILL'))
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    child.once('exit', () => reject(new Error('the browser ended')))
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, origin] = /DevTools listening on ws:\/\/([^/]+)/.exec(line) ?? []
      if (origin) resolve(origin)
    })
    const targets: unknown = await (await fetch(`http://${await promise}/json`)).json()
    const page = (targets as { type: string; webSocketDebuggerUrl: string }[]).find(({ type }) => type === 'page')
    const devtools = new WebSocket(page?.webSocketDebuggerUrl ?? '')
    await once(devtools, 'open')
    return new BareBrowser(child, profile, devtools)
  }

  async send(method: string, params: object = {}): Promise<Answer> {
    this.#asked += 1
    const id = this.#asked
    const waiting = Promise.withResolvers<Answer>()
    this.#waiting.set(id, waiting)
    this.#devtools.send(JSON.stringify({ id, method, params }))
    const answer = await waiting.promise
    this.#waiting.delete(id)
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
    return answer
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true })
    return result?.result?.value
  }

  /** No timer, no event, no frame of the page's runs until it is thawed. */
  async freeze(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'frozen' })
  }

  async thaw(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'active' })
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
