import { z } from 'zod'
import { route } from '#platform/doors/route'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound } from '#vocabulary/refusal'
import { AskedDelivered } from '../domain/deliveries/delivered-wish.ts'
import { forGate } from '../domain/deliveries/for-gate.ts'
import { insertCounted } from '../store/release-rows.ts'
import { findDelivered } from './delivered-acts.ts'
import { countKept } from './hand-over-counting.ts'

export const keepDelivered = route({
  name: 'delivery.keep', kind: 'act', for: writes('numbers', 'none'),
  about: 'Keeps a table of figures that services handed over as it is at this moment, counted as hand-overs count theirs, so that the gate can look at it; nothing leaves.',
  asks: AskedDelivered, gives: z.strictObject({ table: z.uuid() }),
  async answers(call, asked) {
    const found = await findDelivered(call, asked)
    if (found === undefined) return notFound
    if (isRefusal(found)) return found
    const wanted = forGate(call.installation.handOvers.counted, found)
    if (isRefusal(wanted)) return wanted
    const { wish, table, keptBack } = await countKept(call, wanted.of, { ...wanted, year: found.wish.from })
    const id = crypto.randomUUID()
    await insertCounted(call.tx, { id, wish, countedOn: wish.origin.countedOn ?? call.today, counted: table, keptBack }, call.now)
    return { table: id }
  },
})
