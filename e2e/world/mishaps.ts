/** What befalls people who write: their tab, their line, their device, the server. Each mishap is over when it returns. */
import type { SeededRandom } from '@dure/testkit'
import { expect, type Page } from '@playwright/test'
import type { Replica } from './deployment.ts'
import type { Writer } from './story.ts'

/** From a local copy at once; from a server that is only just started, when it is. */
const OPEN_MS = 60_000

/** Pages read from their window's name, which a reload keeps, what their storage does to them. */
const STORAGE = `
  {
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function (...args) {
      if (window.name === 'denied') throw new DOMException('denied', 'SecurityError')
      if (window.name !== 'slow') return open.apply(this, args)
      const asked = { onsuccess: null, onerror: null, onupgradeneeded: null, result: undefined, error: null }
      setTimeout(() => {
        const request = open.apply(this, args)
        for (const name of ['success', 'error', 'upgradeneeded']) {
          request.addEventListener(name, (event) => {
            if (name !== 'error') asked.result = request.result
            asked['on' + name]?.call(asked, event)
            if (name === 'success') window.storageAnswered = true
          })
        }
      }, 10_000)
      return asked
    }
  }
`
/** `Date.now` alone: it is what a clock set right, or wrong, changes. */
const CLOCK = `
  {
    const { now } = Date
    window.offByMs = 0
    Date.now = () => now() + window.offByMs
  }
`

/** Someone who goes on writing whatever happens, in another tab if need be. */
export class Unlucky {
  writer: Writer
  readonly server: Replica
  readonly random: SeededRandom
  /** Resolves when there is a page to write in. */
  #atHand = Promise.resolve()
  /** What is being written, as it ends well or not. */
  #burst = Promise.resolve()

  constructor(writer: Writer, server: Replica, random: SeededRandom) {
    this.writer = writer
    this.server = server
    this.random = random
  }

  get page(): Page {
    return this.writer.page
  }

  async open(): Promise<void> {
    await this.page.addInitScript(STORAGE + CLOCK)
    await this.writer.open()
  }

  /** Writes in bursts. Keys that find no tab any more are nobody's. */
  async write(): Promise<void> {
    for (let burst = this.random.int(2, 5); burst > 0; burst -= 1) {
      await this.#atHand
      const before = this.#atHand
      try {
        this.#burst = this.writer.write(this.random.int(1, 3))
        await this.#burst
      } catch (error) {
        if (before === this.#atHand) throw error
      }
      await this.pause(0, 300)
    }
  }

  pause(fromMs: number, toMs: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.random.int(fromMs, toMs)))
  }

  /** The renderer's process is gone, without an event or a last word; another tab is opened instead. */
  crash(): Promise<void> {
    return this.#away(async () => {
      const { writer } = this
      const devtools = await writer.person.devtools()
      const gone = writer.page.waitForEvent('crash')
      // It never answers: who would.
      devtools.send('Page.crash').catch(() => {})
      await gone
      const second = await writer.secondTab()
      await writer.page.close()
      this.writer = second
      await this.page.addInitScript(STORAGE + CLOCK)
      await this.pause(0, 500)
      await second.visit()
    })
  }

  /** @param storage How the device treats the page from then on. */
  reload(storage: '' | 'denied' | 'slow' = ''): Promise<void> {
    return this.#away(async () => {
      await this.page.evaluate(`window.name = '${storage}'`)
      await this.page.reload()
    })
  }

  /** The page is ended, and nobody begins to write before there is another. */
  #away(leaveAndReturn: () => Promise<void>): Promise<void> {
    this.writer.checker.ending()
    this.#atHand = leaveAndReturn().then(() => expect(this.writer.person.text).toBeVisible({ timeout: OPEN_MS }))
    return this.#atHand
  }

  /** Not a statement of the page's runs until it wakes; nobody writes in a computer that sleeps. */
  sleep(): Promise<void> {
    this.#atHand = this.#burst
      .catch(() => {})
      .then(async () => {
        const devtools = await this.writer.person.devtools()
        await devtools.send('Debugger.enable')
        const asleep = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
        await devtools.send('Debugger.pause')
        await asleep
        await this.pause(300, 2500)
        await devtools.send('Debugger.resume')
        await devtools.detach()
      })
    return this.#atHand
  }

  async fill(quotaSize?: number): Promise<void> {
    const devtools = await this.writer.person.devtools()
    const { origin } = this.writer.line
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize === undefined ? {} : { quotaSize }) })
  }

  /** All is well again for them. */
  async mend(): Promise<void> {
    expect(this.writer.person.complaints, 'errors on the page').toEqual([])
    this.writer.line.upgrades = 'pass'
    this.writer.line.mend()
    await this.writer.person.mendNetwork()
    await this.writer.wake()
  }
}

export interface Mishap {
  readonly name: string
  happen(to: Unlucky): Promise<void>
}

const isSocket = ({ kind }: { readonly kind: string }): boolean => kind === 'upgrade'

/** What happens to one person. */
export const MISHAPS: readonly Mishap[] = [
  { name: 'their tab crashes', happen: (who) => who.crash() },
  { name: 'they reload', happen: (who) => who.reload() },
  {
    name: 'their line is cut',
    happen: async (who) => {
      who.writer.line.cut()
      await who.pause(100, 1500)
      who.writer.line.mend()
    },
  },
  {
    name: 'their line falls silent',
    happen: async (who) => {
      who.writer.line.halfOpen()
      await who.pause(100, 1500)
      who.writer.line.mend()
    },
  },
  {
    name: 'their socket breaks in the middle of what they send',
    happen: async (who) => void who.writer.line.breakNext('up', isSocket),
  },
  {
    name: 'their socket breaks in the middle of an answer',
    happen: async (who) => void who.writer.line.breakNext('down', isSocket),
  },
  {
    name: 'their sockets are killed, again and again',
    happen: async (who) => {
      for (let round = 0; round < 3; round += 1) {
        who.writer.line.killSockets()
        await who.pause(50, 500)
      }
    },
  },
  {
    name: 'no WebSocket gets through',
    happen: async (who) => {
      const { line } = who.writer
      line.upgrades = who.random.pick(['hang', 'reset', 'forbid', 'mute'])
      line.killSockets()
      await who.pause(500, 4000)
      line.upgrades = 'pass'
    },
  },
  {
    name: 'their browser is offline',
    happen: async (who) => {
      await who.writer.person.cutNetwork()
      who.writer.line.killSockets()
      await who.pause(200, 2000)
      await who.writer.person.mendNetwork()
    },
  },
  {
    name: 'they reload while nothing can be reached',
    happen: async (who) => {
      who.writer.line.cut()
      await who.reload()
      await who.pause(200, 1500)
      who.writer.line.mend()
    },
  },
  {
    name: 'they may store nothing',
    happen: async (who) => {
      await who.reload('denied')
      await who.pause(500, 2000)
      await who.reload()
    },
  },
  {
    name: 'their storage answers late',
    happen: async (who) => {
      await who.reload('slow')
      await expect.poll(() => who.page.evaluate('window.storageAnswered'), { timeout: OPEN_MS }).toBe(true)
      await who.page.evaluate("window.name = ''")
    },
  },
  {
    name: 'their device is full',
    happen: async (who) => {
      await who.fill(1)
      await who.pause(500, 2500)
      await who.fill()
    },
  },
  {
    name: 'their clock jumps',
    happen: async (who) => {
      for (let jump = 0; jump < 3; jump += 1) {
        await who.page.evaluate(`window.offByMs += ${who.random.int(-100, 100)} * 3600e3`)
        await who.pause(50, 400)
      }
    },
  },
  {
    name: 'their computer sleeps',
    happen: (who) => who.sleep(),
  },
]

/** What happens to everybody. */
export const SERVER_MISHAPS: readonly Mishap[] = [
  {
    name: 'the server is killed',
    happen: async (who) => {
      await who.server.kill()
      await who.pause(0, 1000)
      await who.server.start()
    },
  },
  {
    name: 'the server is restarted',
    happen: async ({ server }) => {
      await server.stop()
      await server.start()
    },
  },
]
