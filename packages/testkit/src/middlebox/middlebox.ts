/**
 * What stands between people and a server, under a test's control: a proxy that treats WebSockets and streams as badly
 * as real ones do, on a line that can be slow, cut or dead, before one server or several of them in turn.
 *
 *   client ── Wire (delay, rate, cut, half-open) ── Relay (upgrades, buffering, round robin) ── servers
 *
 * One middlebox is one person's way to the server: give each person their own to treat them differently.
 */
import { type Passing, Relay, type Responses, type Upgrades } from './relay.ts'
import { Wire } from './wire.ts'

/** A slow mobile network: 400 kbit/s and 400 ms there and back. */
export const THREE_G: Line = { roundTripMs: 400, bytesPerSecond: 50_000 }
export const FAST: Line = { roundTripMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY }

export interface Line {
  readonly roundTripMs: number
  /** Each way, all connections together. */
  readonly bytesPerSecond: number
}

export class Middlebox {
  readonly #relay: Relay
  readonly #wire: Wire

  private constructor(relay: Relay, wire: Wire) {
    this.#relay = relay
    this.#wire = wire
  }

  /** @param servers Their origins, `http://127.0.0.1:3000`. Each request goes to the next one, sockets too. */
  static async start(servers: readonly string[]): Promise<Middlebox> {
    const relay = await Relay.start(servers.map((origin) => new URL(origin)))
    return new Middlebox(relay, await Wire.start(relay.port))
  }

  /** Where clients connect. */
  get origin(): string {
    return `http://127.0.0.1:${this.#wire.port}`
  }

  // ── how it treats people; takes effect on what comes from then on ──────────────────────────────────────────────────

  set upgrades(upgrades: Upgrades) {
    this.#relay.upgrades = upgrades
  }

  set responses(responses: Responses) {
    this.#relay.responses = responses
  }

  set line({ roundTripMs, bytesPerSecond }: Line) {
    for (const lane of [this.#wire.up, this.#wire.down]) {
      lane.delayMs = roundTripMs / 2
      lane.bytesPerSecond = bytesPerSecond
    }
  }

  // ── faults; take effect on what is open, too ──────────────────────────────────────────────────────────────────────

  /** Every connection is reset, and so is each new one. */
  cut(): void {
    this.#wire.state = 'cut'
  }

  /** Connections are accepted and stay open, nothing passes either way, nobody is told. */
  halfOpen(): void {
    this.#wire.state = 'half-open'
  }

  /** The line works again. Connections that were half-open stay dead: they have lost what was sent. */
  mend(): void {
    this.#wire.state = 'open'
  }

  /** Ends all open WebSockets without a close frame. */
  killSockets(): void {
    this.#relay.killTunnels()
  }

  /**
   * Lets half of the next chunk through, in this direction and of something that matches, then ends its connection at
   * both ends. Half a request reaches the server; half an answer means the server has done what it was asked.
   * Resolves when that has happened.
   */
  breakNext(direction: 'up' | 'down', matches: (passing: Passing) => boolean): Promise<void> {
    return this.#relay.breakNext(direction, matches)
  }

  /** Requests and upgrades so far, oldest first. */
  get passed(): readonly Passing[] {
    return this.#relay.passed
  }

  /** Calls `listener` with each of them from here on; answers how to stop. */
  watch(listener: (passing: Passing) => void): () => void {
    return this.#relay.watch(listener)
  }

  /** WebSockets that are open through it now. */
  get openSockets(): number {
    return this.#relay.openTunnels
  }

  async close(): Promise<void> {
    await this.#wire.close()
    await this.#relay.close()
  }
}
