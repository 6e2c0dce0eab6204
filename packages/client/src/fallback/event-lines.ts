/**
 * The packets in a stream of server-sent events, of which only `data:` lines are used and each is an event. Bytes come
 * in pieces of any size; a line is put together once, when its end is there.
 */
const NEWLINE = 0x0a

export class EventLines {
  #parts: Uint8Array[] = []

  /** The packets that end in this piece. @throws Error when a line is not base64 */
  take(piece: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = []
    let from = 0
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      this.#parts.push(piece.subarray(from, at))
      from = at + 1
      const packet = packetIn(this.#line())
      if (packet) packets.push(packet)
    }
    if (from < piece.length) this.#parts.push(piece.slice(from))
    return packets
  }

  #line(): string {
    const decoder = new TextDecoder('latin1')
    const line = this.#parts.map((part) => decoder.decode(part)).join('')
    this.#parts = []
    return line
  }
}

function packetIn(line: string): Uint8Array | undefined {
  if (!line.startsWith('data:')) return undefined
  const text = atob(line.slice('data:'.length).trim())
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
