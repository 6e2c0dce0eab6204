import { World } from './merge-world.ts'

/** An empty document after this was pasted into it, as `lines` tells it; without an empty line at the end. */
export function pasted(html: string): string {
  const world = new World(() => undefined, { people: 1 })
  world.person(0).caret(1).paste(html)
  world.expectConverged()
  const { text } = world
  world.destroy()
  return text.replace(/(\np)+$/, '')
}
