import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type ResourceLimits } from 'node:worker_threads'

// A thread of Node 20 does not inherit tsx, whatever it is started with: it must register it itself before it reads TypeScript.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json').replace(/package\.json$/, 'dist/esm/api/index.mjs')).href
const bootstrap = `const [tsx, file] = require('node:worker_threads').workerData
import(tsx).then(({ register }) => { register(); return import(file) })`

/** Starts a file of ours, in TypeScript, as a thread of its own. */
export const startWorker = (file: URL, resourceLimits?: ResourceLimits): Worker =>
  new Worker(bootstrap, { eval: true, workerData: [tsx, file.href], ...(resourceLimits ? { resourceLimits } : {}) })
