import { startEmbeddedPostgres } from '#platform/database/supervisor/embedded-postgres'

/** Starts the database on the home that it is given, says so, and waits for whatever the test has in store for it. */
const [home = ''] = process.argv.slice(2)
const { connection } = await startEmbeddedPostgres({ home, log: () => {} })
process.stdout.write(`${JSON.stringify(connection)}\n`)
setInterval(() => {}, 60_000)
