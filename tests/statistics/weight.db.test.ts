import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { asMigrator } from '#platform/database/transaction'
import { statisticsDoors } from '../../src/modules/statistics/index.ts'
import { readCountry } from '../../src/main/country-pack.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let visitors: Visitors
/** What a page may weigh on a slow line, in bytes of HTML. */
const budget = 60 * 1024
const countries = 'RO VN BG HU PL SK CZ NG MA DZ TN EG GH CM CD CI SN ML BF GN ET ER SO SD SY IQ IR AF PK IN BD LK NP CN TH PH ID MM KH BR CO VE PE EC DO HT CU MX US RU UA MD BY GE AM AZ TR AL RS BA MK XK PT ES IT FR NL DE GB MT CV BH LU'.split(' ')

beforeAll(async () => {
  const be = await Belgium.open(base.db)
  const districts = readCountry('be').offices.districts.map(({ key }) => key)
  // Coded facts of invented people of many countries, found everywhere.
  await asMigrator(base.db, (tx) => sql`
    insert into cases.file (id, reference, opened_on, variant, state, state_since, holder_office, sex, is_child, forms, citizenship, district, opened_by, opened_in)
    select gen_random_uuid(), 'INVENTED-' || n, '2026-06-01'::date, 'adult', 'referred', '2026-06-01'::date, office.id, (array['woman', 'man'])[1 + n % 2], false, array[(array['labour', 'sexual'])[1 + n / 2 % 2]],
      (${countries}::text[])[1 + n % ${countries.length}::int], (${districts}::text[])[1 + n / 3 % ${districts.length}::int], office.id, pg_current_xact_id()
    from generate_series(1, 2000) as n, (select id from accounts.office where key = 'pag-asa') as office`.execute(tx))
  visitors = await Visitors.open(be)
}, 120_000)

const pages = statisticsDoors.pages?.map(({ at }) => at).filter((at) => !at.includes(':')) ?? []
const charts = ['rows=citizenship&columns=sex&chart=world', 'rows=citizenship&chart=bars', 'rows=citizenship-group&columns=district&chart=flows', 'rows=district&columns=sex&chart=map', 'rows=month&columns=sex&chart=lines', 'rows=form&columns=sex&chart=shares']

test.each([...pages, ...charts.map((chart) => `/tables?${chart}&from=2026&to=2026`)])('%s weighs less than 60 kilobytes', async (url) => {
  const { statusCode, body } = await visitors.as('analyst', { url })
  expect(statusCode).toBe(200)
  expect(Buffer.byteLength(body)).toBeLessThan(budget)
})

test('a world of seventy countries is drawn once for every width, and the smallest are dots', async () => {
  const { body } = await visitors.as('analyst', { url: '/tables?rows=citizenship&columns=sex&chart=world&from=2026&to=2026' })
  expect(body.split('<use href="#world-once"').length - 1).toBe(2)
  expect(body.split('id="world-once"').length - 1).toBe(1)

  // Malta, Cape Verde and Bahrain.
  expect(body.match(/a6 6 0 1 0 12 0/g)).toHaveLength(3)
})
