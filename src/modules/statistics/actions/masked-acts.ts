import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Item } from '#codebook'
import { route } from '#platform/doors/route'
import { reads, writes } from '#vocabulary/place'
import { notFound, refuse } from '#vocabulary/refusal'
import type { MaskedTables } from '../domain/deliveries/masked-tables.ts'
import { variablesOfItem } from '../domain/deliveries/delivered-wish.ts'
import { findDelivery, listAllFigures } from '../store/delivery-rows.ts'
import { callOffWhatFollows, lookWhatFollows } from '../store/masked-jobs.ts'
import { Again, Work, workOf } from './gate-work.ts'

/** What a screen waits before it says that the auditor is still at work. */
const glance = 1_500
/** A file with more figures is no published table. */
const mostFigures = 20_000

const Counts = z.strictObject({ exact: z.number(), narrower: z.number(), tables: z.number(), contradicting: z.number() })
const Masked = z.strictObject({
  delivery: z.uuid(), item: z.string(), slot: z.string(), officeName: z.string(), work: Work,
  /** Numbers only: which cells they are is said nowhere. */
  followed: z.strictObject({ masked: z.number(), alone: Counts, together: Counts }).nullable(),
})
export type MaskedView = z.output<typeof Masked>

/** What stands for a figure that a source keeps to itself, where it is known between what that lies. */
export const masksOf = ({ marks }: Item): MaskedTables['masked'] => Object.fromEntries(marks.flatMap(({ state, between }) => (between ? [[state, between]] : [])))

export const showMasked = route({
  name: 'delivery.show-masked', kind: 'ask', for: reads('deliveries', 'none'),
  about: 'How many of the figures that a source keeps to itself follow from those that it prints, by our own auditor: counts alone, never the cells.',
  asks: z.strictObject({ delivery: z.uuid(), again: Again }), gives: Masked,
  async answers({ tx, language, installation: { codebook } }, { delivery, again }) {
    const found = (await findDelivery(tx, delivery)).find(({ id }) => id === delivery)
    const item = codebook.items.find(({ key }) => key === found?.item)
    if (!found || !item || Object.keys(masksOf(item)).length === 0) return notFound
    if (found.figures > mostFigures) return refuse('too-many-figures', { status: 409, with: { most: mostFigures } })
    const facts = await listAllFigures(tx, delivery, mostFigures)
    const state = await lookWhatFollows(delivery, { variables: variablesOfItem(codebook, item), facts: facts.map(({ year, codes, state: of, value }) => ({ year, codes, state: of, value })), masked: masksOf(item) }, { milliseconds: glance, again: again === 'yes' })
    const names = await listOfficeNames(tx, language)
    return { delivery, item: item.key, slot: found.slot, officeName: names.get(found.office) ?? '', work: workOf(state), followed: state.at === 'done' ? state.answer : null }
  },
})

export const stopMasked = route({
  name: 'delivery.stop-masked', kind: 'act', for: writes('numbers', 'none'),
  about: 'Calls off what the auditor works out of a delivery\'s masked figures; whoever asks for it again lets it begin anew.',
  asks: z.strictObject({ delivery: z.uuid() }), gives: z.strictObject({ delivery: z.uuid() }),
  async answers({ tx }, { delivery }) {
    if (!(await findDelivery(tx, delivery)).some(({ id }) => id === delivery)) return notFound
    await callOffWhatFollows(delivery)
    return { delivery }
  },
})
