/**
 * A Docker engine with Compose, and the base images. Where there is no engine or no image registry in reach, the
 * program that DURE_OFFLINE_IMAGES names is asked for both; it takes the names of the images it is to stand in for.
 */
import { spawnSync } from 'node:child_process'

const STAND_INS = ['node', 'redis7', 'postgres17', 'caddy']

export type Engine =
  | { readonly kind: 'ready'; readonly stop: () => void }
  | { readonly kind: 'none'; readonly why: string }

export function ensureEngine(): Engine {
  const ranBefore = engineAnswers()
  const standIns = process.env['DURE_OFFLINE_IMAGES']
  if (standIns !== undefined && standIns !== '') {
    console.log('  Bringing up an engine and stand-ins for the base images; the first time takes minutes…')
    const made = spawnSync(standIns, STAND_INS, { stdio: ['ignore', 'inherit', 'inherit'] })
    if (made.status !== 0) {
      return {
        kind: 'none',
        why: `${standIns} (DURE_OFFLINE_IMAGES) failed: ${made.error?.message ?? `exit code ${made.status}`}`,
      }
    }
  }
  const fault = engineFault()
  if (fault !== undefined) return { kind: 'none', why: fault }
  // Only an engine that was brought up for this test is stopped with it.
  const stop = () => {
    if (standIns && !ranBefore) spawnSync(standIns, ['--stop'], { stdio: ['ignore', 'inherit', 'inherit'] })
  }
  return { kind: 'ready', stop }
}

const engineAnswers = (): boolean => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0

function engineFault(): string | undefined {
  const info = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { encoding: 'utf8' })
  if (info.error) return 'There is no docker command: install Docker Engine with Compose v2 to run this test.'
  if (info.status !== 0) return `Docker is installed, but its engine does not answer: ${info.stderr.trim()}`
  const compose = spawnSync('docker', ['compose', 'version'], { encoding: 'utf8' })
  if (compose.status !== 0)
    return 'Docker is there without Compose v2 (docker compose): install its plugin to run this test.'
  return undefined
}
