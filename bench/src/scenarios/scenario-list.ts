/** Every question, in the order of the report. */
import { acks } from './acks.ts'
import { coldOpen } from './cold-open.ts'
import { crossReplica } from './cross-replica.ts'
import { fanOut } from './fan-out.ts'
import { freshJoin } from './fresh-join.ts'
import { idle } from './idle.ts'
import { intake } from './intake.ts'
import { longLog } from './long-log.ts'
import { manyRooms } from './many-rooms.ts'
import { rejoin } from './rejoin.ts'
import { saturation } from './saturation.ts'
import type { Scenario } from './scenario.ts'
import { storm } from './storm.ts'

export const SCENARIOS: readonly Scenario[] = [
  fanOut,
  manyRooms,
  saturation,
  intake,
  acks,
  freshJoin,
  rejoin,
  coldOpen,
  longLog,
  idle,
  crossReplica,
  storm,
]
