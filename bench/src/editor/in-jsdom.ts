/** In jsdom: script alone, and jsdom's DOM in place of a browser's. Import this before anything that wants a DOM. */
import { JSDOM } from 'jsdom'

const NEEDED = [
  'window',
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'Text',
  'MutationObserver',
  'DOMParser',
  'KeyboardEvent',
  'requestAnimationFrame',
  'cancelAnimationFrame',
]

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
for (const name of NEEDED) if (!(name in globalThis)) Object.assign(globalThis, { [name]: window[name] })
