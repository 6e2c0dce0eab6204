/** The forms of a clipboard: HTML of other programs, and Markdown. Loaded by clipboard.ts. */
export { flattenPastedHtml } from './flatten-lists.ts'
export { sliceOfText, textOfSlice } from './markdown-slices.ts'
export { plainPastedHtml } from './pasted-text.ts'
