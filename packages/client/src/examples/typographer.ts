/** Turns (c) into © while people write. Usage: node typographer.ts <server> <document id> */
import * as Y from 'yjs'
import { openDocument } from '../index.ts'

const [serverUrl = '', documentId = ''] = process.argv.slice(2)
const connection = openDocument({ serverUrl, documentId, displayName: 'Typographer' })
connection.subscribe(() => console.log(connection.connection.kind, connection.status.kind))
await connection.whenSynced

connection.doc.getXmlFragment('content').observeDeep((events) => {
  // Not while others are told of the same change: one edit may not begin inside another.
  for (const { target } of events) if (target instanceof Y.XmlText) queueMicrotask(() => mend(target))
})

function mend(text: Y.XmlText): void {
  let start = 0
  for (const { insert } of text.toDelta()) {
    const at = typeof insert === 'string' ? insert.indexOf('(c)') : -1
    if (at >= 0) {
      // Its own change is observed as well, so that the next one follows by itself.
      text.applyDelta([{ retain: start + at }, { insert: '©' }, { delete: 3 }])
      return
    }
    start += typeof insert === 'string' ? insert.length : 1
  }
}
