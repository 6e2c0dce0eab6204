/** The middlebox before two small servers: each treatment is what it says. */

import { createHash } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../until.ts'
import { listenLocally } from './listen-locally.ts'
import { FAST, Middlebox } from './middlebox.ts'

const DEADLINE_MS = 10_000

/** Answers its name and the length of what it was sent; streams at /stream; echoes on an upgraded connection. */
class SmallServer {
  readonly seen: string[] = []
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  port = 0

  constructor(name: string) {
    this.#server = createServer((request, response) => {
      let bytes = 0
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      request.on('error', () => this.seen.push(`${name} lost ${request.url}`))
      request.on('end', () => {
        this.seen.push(`${name} ${request.method} ${request.url} ${bytes} ${request.headers.upgrade ?? '-'}`)
        if (request.url?.startsWith('/parts/')) {
          answerInParts(response, Number(request.url.slice('/parts/'.length)))
          return
        }
        response.write(`${name}:${bytes}`)
        // A stream goes on until its reader leaves.
        if (request.url !== '/stream') response.end()
      })
    })
    this.#server.on('upgrade', (request, socket: Socket) => {
      const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}`).digest('base64')
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nx-key: ${key}\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n`)
      socket.on('data', (chunk) => socket.write(chunk))
      socket.on('error', () => undefined)
      socket.on('close', () => this.seen.push(`${name} socket closed`))
      this.#sockets.add(socket)
    })
  }

  async start(): Promise<void> {
    this.port = await listenLocally(this.#server)
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Two thirds, then a hundred bytes when these have left, then the rest when those have. */
function answerInParts(response: ServerResponse, bytes: number): void {
  const most = (bytes * 2) / 3
  response.write(Buffer.alloc(most), () =>
    setTimeout(() => {
      response.write(Buffer.alloc(100), () => setTimeout(() => response.end(Buffer.alloc(bytes - most - 100)), 50))
    }, 50),
  )
}

let servers: [SmallServer, SmallServer]
let box: Middlebox
let sockets: Socket[]
beforeEach(async () => {
  servers = [new SmallServer('a'), new SmallServer('b')]
  await Promise.all(servers.map((server) => server.start()))
  box = await Middlebox.start(servers.map(({ port }) => `http://127.0.0.1:${port}`))
  sockets = []
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await box.close()
  await Promise.all(servers.map((server) => server.close()))
})

/** A connection that asked for an upgrade, and all it was told. */
function upgrading(): { socket: Socket; heard: (what: string) => Promise<void>; ended: () => Promise<string> } {
  const socket = connect(Number(new URL(box.origin).port), '127.0.0.1')
  sockets.push(socket)
  let all = ''
  let over = false
  socket.on('data', (chunk) => {
    all += chunk.toString()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    over = true
  })
  socket.write('GET /socket HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n')
  const when = <T>(what: string, holds: () => T | undefined): Promise<T> =>
    until(what, DEADLINE_MS, (done) => {
      const check = (): void => {
        const value = holds()
        if (value !== undefined) done(value)
      }
      socket.on('data', check)
      socket.on('close', check)
      check()
      return () => {
        socket.off('data', check)
        socket.off('close', check)
      }
    })
  return {
    socket,
    heard: async (what) => void (await when(`hearing ${what}`, () => (all.includes(what) ? true : undefined))),
    ended: () => when('the end', () => (over ? all : undefined)),
  }
}

const ask = async (path: string, body?: string): Promise<string> =>
  (await fetch(box.origin + path, body === undefined ? {} : { method: 'POST', body })).text()

describe('requests', () => {
  test('go to the servers in turn and are remembered', async () => {
    expect([await ask('/one'), await ask('/two', 'body'), await ask('/three')]).toEqual(['a:0', 'b:4', 'a:0'])
    expect(box.passed).toEqual([
      { kind: 'request', method: 'GET', path: '/one', server: 0 },
      { kind: 'request', method: 'POST', path: '/two', server: 1 },
      { kind: 'request', method: 'GET', path: '/three', server: 0 },
    ])
  })

  test('stream as they come, or are held until the end', async () => {
    const stop = new AbortController()
    const { signal } = stop
    const flowing = await fetch(`${box.origin}/stream`, { signal })
    expect((await flowing.body?.getReader().read())?.value).toEqual(new TextEncoder().encode('a:0'))
    box.responses = 'buffer-body'
    const headed = await fetch(`${box.origin}/stream`, { signal })
    box.responses = 'buffer'
    const held = fetch(`${box.origin}/stream`, { signal })
    // One that ends comes whole, and is answered after the ones that are held were asked for.
    expect(await ask('/ends', 'four')).toBe('b:4')
    const nothing = Symbol('nothing')
    const first = headed.body?.getReader().read()
    const settled = await Promise.race([held, first, ask('/later', 'x').then(() => nothing)])
    expect(settled).toBe(nothing)
    stop.abort()
    await expect(held).rejects.toThrow()
    await expect(first).rejects.toThrow()
  })

  test('pass in blocks, or stall after their first bytes', async () => {
    const bytes = 6000
    for (const [responses, first] of [
      ['blocks', 4000],
      ['stall', 2500],
    ] as const) {
      box.responses = responses
      const reader = (await fetch(`${box.origin}/parts/${bytes}`)).body?.getReader()
      let read = 0
      while (read < first) read += (await reader?.read())?.value?.length ?? bytes
      expect([responses, read]).toEqual([responses, first])
      for (let done = false; !done; ) {
        const next = await reader?.read()
        read += next?.value?.length ?? 0
        done = next?.done ?? true
      }
      expect(read).toBe(bytes)
    }
  })

  test('break in the middle: half a request, or half its answer', async () => {
    const up = box.breakNext('up', ({ method }) => method === 'POST')
    await expect(ask('/half', 'x'.repeat(1000))).rejects.toThrow()
    await up
    expect(await ask('/whole', 'x'.repeat(1000))).toBe('b:1000')
    const down = box.breakNext('down', ({ path }) => path === '/answer')
    await expect(ask('/answer', 'done')).rejects.toThrow()
    await down
    expect(servers[0].seen).toContain('a POST /answer 4 -')
    expect([...servers[0].seen, ...servers[1].seen].join()).not.toContain('/half 1000')
  })
})

describe('upgrades', () => {
  test('pass, and can be ended', async () => {
    const peer = upgrading()
    await peer.heard('101')
    peer.socket.write('hello')
    await peer.heard('hello')
    expect(box.openSockets).toBe(1)
    box.killSockets()
    await peer.ended()
    const another = upgrading()
    await another.heard('101')
    const broken = box.breakNext('down', ({ kind }) => kind === 'upgrade')
    another.socket.write('0123456789')
    await broken
    expect(await another.ended()).toMatch(/01234$/)
  })

  test.each([
    ['reset', /^$/],
    ['forbid', /^HTTP\/1.1 403 Forbidden/],
  ] as const)('are treated with %s', async (upgrades, answer) => {
    box.upgrades = upgrades
    expect(await upgrading().ended()).toMatch(answer)
  })

  test('hang: no answer, and the rest goes on', async () => {
    box.upgrades = 'hang'
    const peer = upgrading()
    expect(await ask('/meanwhile')).toBe('a:0')
    expect(peer.socket.bytesRead).toBe(0)
  })

  test('strip: the server sees an ordinary request', async () => {
    box.upgrades = 'strip'
    const peer = upgrading()
    await peer.heard('a:0')
    expect(servers[0].seen).toEqual(['a GET /socket 0 -'])
  })

  test('mute: it opens, and nothing passes', async () => {
    box.upgrades = 'mute'
    const peer = upgrading()
    await peer.heard('101')
    const bytes = peer.socket.bytesRead
    peer.socket.write('hello')
    expect(await ask('/meanwhile')).toBe('b:0')
    expect(peer.socket.bytesRead).toBe(bytes)
  })
})

describe('the line', () => {
  test('takes its time', async () => {
    box.line = { roundTripMs: 200, bytesPerSecond: 100_000 }
    const started = performance.now()
    expect(await ask('/slow', 'x'.repeat(20_000))).toBe('a:20000')
    expect(performance.now() - started).toBeGreaterThan(395)
    box.line = FAST
    expect(await ask('/fast', 'x'.repeat(20_000))).toBe('b:20000')
  })

  test('is cut and mended', async () => {
    const peer = upgrading()
    await peer.heard('101')
    box.cut()
    await peer.ended()
    await expect(ask('/cut')).rejects.toThrow()
    box.mend()
    expect(await ask('/mended')).toMatch(/:0$/)
  })

  test('is half-open: accepted, silent, and dead for good for those who were on it', async () => {
    const peer = upgrading()
    await peer.heard('101')
    box.halfOpen()
    const newcomer = upgrading()
    peer.socket.write('lost')
    const held = fetch(`${box.origin}/held`, { signal: AbortSignal.timeout(200) })
    await expect(held).rejects.toThrow()
    box.mend()
    expect(await ask('/mended')).toMatch(/:0$/)
    peer.socket.write('after')
    const another = upgrading()
    await another.heard('101')
    expect(newcomer.socket.bytesRead).toBe(0)
    expect([...servers[0].seen, ...servers[1].seen].join()).not.toContain('/held')
  })
})
