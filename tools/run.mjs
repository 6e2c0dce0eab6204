#!/usr/bin/env node
import { endWithNpm } from './run/end-with-npm.mjs'
/**
 * The one command behind `npm start`, `npm run dev`, `npm test` and the rest.
 *
 * Plain JavaScript without dependencies, because it runs before anything is installed and on any Node from 18 on. It
 * brings the Node that Dure runs on, installs packages when the lockfile changed, and hands over to ./run/<command>.
 */
import { underRightNode } from './run/node-runtime.mjs'

const COMMANDS = {
  start: { does: 'install, build what changed, run Dure on one port', load: () => import('./run/serve.mjs') },
  dev: { does: 'the same with hot reload', load: () => import('./run/serve.mjs') },
  test: { does: 'everything that is checked; words after it filter', load: () => import('./run/test.mjs') },
  'test:compose': { does: 'docker-compose.yml, for real', load: () => import('./run/test-compose.mjs') },
  restored: { does: 'mark the data as restored from a backup', load: () => import('./run/restored.mjs') },
  'reset-password': {
    does: 'a link for an account whose password is forgotten',
    load: () => import('./run/reset-password.mjs'),
  },
  types: { does: 'type-check every workspace', load: () => import('./run/types.mjs') },
  bench: { does: 'the benches', load: () => import('./run/bench.mjs') },
  lint: { does: 'format, lint and import boundaries', load: () => import('./run/lint.mjs') },
}

const [name = '', ...rest] = process.argv.slice(2)

if (Object.hasOwn(COMMANDS, name)) {
  endWithNpm()
  await underRightNode(async () => {
    const { run } = await COMMANDS[/** @type {keyof typeof COMMANDS} */ (name)].load()
    process.exitCode = await run(name, rest)
  })
} else {
  const list = Object.entries(COMMANDS).map(([command, { does }]) => `  ${command.padEnd(14)}${does}`)
  console.error(['Usage: node tools/run.mjs <command> [words…]', '', ...list].join('\n'))
  process.exitCode = name === '' || name === '--help' ? 0 : 2
}
