/** Ports: a free one for what only we talk to, and whether the public one is taken. */
import { connect, createServer } from 'node:net'

/** @returns {Promise<number>} free on loopback a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>} whether something accepts connections there
 */
export function isTaken(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const answer = (/** @type {boolean} */ taken) => {
      socket.destroy()
      resolve(taken)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
