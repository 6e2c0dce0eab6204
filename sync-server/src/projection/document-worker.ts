/** A worker thread that does the heavy jobs. */
import { parentPort } from 'node:worker_threads'
import type { JobRequest } from './document-jobs.ts'
import { runJob } from './run-job.ts'

parentPort?.on('message', (request: JobRequest) => parentPort?.postMessage(runJob(request)))
