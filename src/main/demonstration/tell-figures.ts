import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { answerApproval, listApprovals } from '#accounts'
import { checkDelivery, checkRelease, handOverDelivery, keepTable, listFigures, proposeRelease, publishRelease } from '#statistics'
import type { Day } from '#vocabulary/day'
import { packFolder } from '../country-pack.ts'
import type { Act, Cast } from './cast.ts'

/** This year, or so many before. */
const back = z.number().int().max(0).default(0)
const Figures = z.strictObject({
  deliveries: z.array(z.strictObject({ by: z.string(), item: z.string(), years: z.record(z.string().regex(/^-\d$/), z.string()) })),
  releases: z.array(z.strictObject({ rows: z.string(), columns: z.string().optional(), from: back, to: back })),
})

/** The invented yearly figures of the services, and tables that two analysts bring through the gate, so that a stranger has something to read. */
export function figuresToTell(cast: Cast, country: string, today: Day): readonly Act[] {
  const { deliveries, releases } = Figures.parse(parse(readFileSync(join(packFolder(country), 'demonstration-figures.yaml'), 'utf8')))
  const thisYear = Number(today.slice(0, 4))
  const delivered = deliveries.flatMap(({ by, item, years }) => Object.entries(years).map(([back, text]): Act => {
    const year = thisYear + Number(back)
    return {
      key: `figures of ${item} ${year} by ${by}`,
      async tell() {
        const { draft } = await cast.does(by, today, checkDelivery, { item, year, text })
        await cast.does(by, today, handOverDelivery, { draft })
      },
    }
  }))
  const released: Act = {
    key: `releases of ${thisYear}`,
    async tell() {
      // Where something has been released already, the gate would hold these against it.
      if ((await cast.does('analyst', today, listFigures, { page: 1 })).figures.length > 0) return
      for (const { rows, columns, from, to } of releases) await release(cast, today, { rows, columns, from: thisYear + from, to: thisYear + to })
    },
  }
  return [...delivered, released]
}

async function release(cast: Cast, today: Day, wish: object): Promise<void> {
  const { table } = await cast.does('analyst', today, keepTable, wish)
  // On a busy machine the gate takes longer than a screen waits for it.
  for (let looks = 0; looks < 60 && (await cast.does('analyst', today, checkRelease, { table })).state === 'working'; looks += 1);
  const { proposal } = await cast.does('analyst', today, proposeRelease, { table, reason: 'Figures of the demonstration' })
  const { approvals } = await cast.does('second-analyst', today, listApprovals, {})
  const approval = approvals.find(({ subject }) => subject === proposal)
  if (approval) await cast.does('second-analyst', today, answerApproval, { approval: approval.id, answer: 'approve', reason: 'Counted anew, the same' })
  await cast.does('analyst', today, publishRelease, { proposal })
}
