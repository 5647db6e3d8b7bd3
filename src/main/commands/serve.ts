import { pino } from 'pino'
import { signerOfHome } from '#platform/audit/key-files'
import { startSealing } from '#platform/audit/start-sealing'
import { readConfiguration, type Configuration } from '#platform/configuration'
import { stopDocuments, warmDocuments } from '#platform/documents/render-pdf'
import { createServer } from '#platform/http/server'
import type { Command } from '../command-line.ts'
import { composeDoor, composeSite } from '../compose-site.tsx'
import { readCountry } from '../country-pack.ts'
import { loadDemonstration } from '../demonstration/load-demonstration.ts'
import { keepOffices } from '../keep-offices.ts'
import { openHome } from '../open-home.ts'
import { startJournal } from '../journal.ts'
import { startMail } from '../mail.ts'
import { startRounds } from '../rounds.ts'

const logOf = ({ LOG_LEVEL }: Configuration) => pino({ level: LOG_LEVEL, base: null })

export const serveCommand: Command = {
  usage: 'serve',
  about: 'start Ariadne and keep it running until it is stopped',
  run: async () => {
    const settings = readConfiguration()
    const log = logOf(settings)
    const pack = readCountry(settings.ARIADNE_COUNTRY)
    const home = await openHome(settings, (sentence) => log.info(sentence))
    const door = composeDoor(home.db, settings, pack)
    await keepOffices(home.db, pack)
    const server = await createServer(composeSite(door, log, { requestsPerMinute: settings.ARIADNE_REQUESTS_PER_MINUTE }))
    await server.listen({ host: settings.HOST, port: settings.PORT })
    const address = server.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : settings.PORT
    console.log(`Ariadne is ready at http://localhost:${port}${settings.ARIADNE_MODE === 'evaluation' ? ' (evaluation: invented people only)' : ''}`)
    const sealing = startSealing(home.db, signerOfHome(settings.ARIADNE_HOME), log)
    const rounds = startRounds(door, log, sealing.now)
    const mail = startMail(door, log)
    const journal = startJournal(settings, log)
    // The first document would wait for the compiler to wake; nobody waits now.
    warmDocuments()
    const ending = new AbortController()
    const demonstration = settings.ARIADNE_MODE === 'evaluation' ? loadDemonstration(door, settings.ARIADNE_COUNTRY, log, { ending: ending.signal }).catch((error: unknown) => { log.error({ error: String(error) }, 'the demonstration stopped half way') }) : Promise.resolve()
    await untilStopped()
    ending.abort()
    await server.close()
    await rounds.stop()
    await mail.stop()
    await journal.stop()
    await stopDocuments()
    await demonstration
    // The last acts are sealed before the database goes.
    await sealing.stop()
    await home.close()
    return 0
  },
}

/** Waits for the signal that ends the process; a second one ends it at once. */
const untilStopped = (): Promise<void> => new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
})
