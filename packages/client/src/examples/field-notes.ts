/** Creates a document, writes its title, and says who is here. Usage: node field-notes.ts <server> <access token> */
import { openDocument } from '../index.ts'

const [serverUrl = '', token = ''] = process.argv.slice(2)

// Create: an empty document, by the HTTP API. Its id opens it.
const created = await fetch(`${serverUrl}/api/documents`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: '{}',
})
const { id } = await created.json()

// Connect. What is written to connection.doc, a Yjs document, is sent; what others write arrives in it.
const connection = openDocument({ serverUrl, documentId: id, token })
await connection.whenSynced

// Status: what is on the server's disk, and what is not yet.
connection.subscribe(() => console.log(connection.status.kind))
connection.doc.getText('title').insert(0, 'Field notes')
await connection.whenSaved()

// Presence: say where you are, see who is here.
connection.awareness.setLocalStateField('user', { name: 'Gardener' })
console.log([...connection.awareness.getStates().values()].map((state) => state['user']?.name))

console.log(id)
await connection.close()
