/** The page that Chromium runs: waits to be asked for one contender's figures at a time. */
import { contenders } from './contenders.ts'
import { type EditorFigures, measureEditor } from './measure-editor.ts'

declare global {
  var measureNamed: (name: string, blocks: number) => Promise<EditorFigures>
}

globalThis.measureNamed = (name, blocks) => {
  const contender = contenders.find((one) => one.name === name)
  if (!contender) throw new Error(`no contender ${name}`)
  return measureEditor(contender, blocks, true)
}
