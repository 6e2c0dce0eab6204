/**
 * Where each unit of text went in one Yjs transaction: read from the text events, so that a change is placed exactly
 * even in repeated text ("aa|a"), where comparing strings can only guess.
 */
import type { DrawnText, Run } from '@dure/document'
import * as Y from 'yjs'

interface KeptRange {
  readonly from: number
  readonly to: number
  /** New index minus old. */
  readonly shift: number
}

export interface KeptUnits {
  readonly oldFrom: number
  readonly newFrom: number
  readonly size: number
}

export class TextMoves {
  readonly #ranges = new Map<Y.XmlText, readonly KeptRange[]>()
  readonly #before = new Map<DrawnText, readonly Run[]>()

  /** Not by `event.delta`: reading that deletes formatting Yjs finds redundant, a write in answer to a remote change. */
  addEvent(event: Y.YTextEvent): void {
    const ranges: KeptRange[] = []
    let oldIndex = 0
    let newIndex = 0
    for (let item = event.target._start; item !== null; item = item.right) {
      if (!item.countable) continue
      if (event.adds(item)) newIndex += item.deleted ? 0 : item.length
      else if (!item.deleted) {
        ranges.push({ from: oldIndex, to: oldIndex + item.length, shift: newIndex - oldIndex })
        oldIndex += item.length
        newIndex += item.length
      } else if (event.deletes(item)) oldIndex += item.length
    }
    if (event.target instanceof Y.XmlText) this.#ranges.set(event.target, ranges)
  }

  /** Must be called before the shape reads the event's text again. */
  recall(drawn: DrawnText): void {
    if (!this.#before.has(drawn)) this.#before.set(drawn, drawn.runs)
  }

  runsBefore(drawn: DrawnText): readonly Run[] {
    return this.#before.get(drawn) ?? drawn.runs
  }

  /** The new index of a unit, or undefined when it was deleted. */
  moved(text: Y.XmlText, index: number): number | undefined {
    const ranges = this.#ranges.get(text)
    if (!ranges) return index
    const range = ranges.find(({ from, to }) => index >= from && index < to)
    return range && index + range.shift
  }

  /** Stretches of the old block that stand in the new one; undefined when the old one is not known well enough. */
  keptIn(drawn: DrawnText, oldSize: number, newSize: number): readonly KeptUnits[] | undefined {
    const before = this.#before.get(drawn)
    if (!before || sizeOf(before) !== oldSize || sizeOf(drawn.runs) !== newSize) return undefined
    const offsets = offsetsByIndex(drawn.runs)
    const kept: { oldFrom: number; newFrom: number; size: number }[] = []
    let offset = 0
    for (const run of before) {
      const byIndex = offsets.get(run.text)
      for (let unit = 0; unit < run.length; unit += 1, offset += 1) {
        const index = this.moved(run.text, run.at + unit)
        const newFrom = index === undefined ? undefined : byIndex?.get(index)
        if (newFrom === undefined) continue
        const last = kept.at(-1)
        if (last && last.oldFrom + last.size === offset && last.newFrom + last.size === newFrom) last.size += 1
        else if (last && newFrom < last.newFrom + last.size) return undefined
        else kept.push({ oldFrom: offset, newFrom, size: 1 })
      }
    }
    return kept
  }
}

const sizeOf = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + run.length, 0)

function offsetsByIndex(runs: readonly Run[]): Map<Y.XmlText, Map<number, number>> {
  const offsets = new Map<Y.XmlText, Map<number, number>>()
  let offset = 0
  for (const run of runs) {
    const byIndex = offsets.get(run.text) ?? new Map<number, number>()
    offsets.set(run.text, byIndex)
    for (let unit = 0; unit < run.length; unit += 1, offset += 1) byIndex.set(run.at + unit, offset)
  }
  return offsets
}
