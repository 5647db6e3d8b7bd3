import { z } from 'zod'
import { askApproval, whoElseAgrees } from '#accounts'
import { route } from '#platform/doors/route'
import { reads } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { listConflicts, listSealed } from '../store/guard-rows.ts'

/** Data protection watches over what is closed and changes it with a second person: the yes itself does it (`access.carry_out_approval`). */
const watching = reads('record', 'charge')
const reason = z.string().trim().min(5).max(500)
const Asked = z.strictObject({})

export const askLettingInRoute = route({
  name: 'guard.ask-letting-in', kind: 'act', for: watching, grave: true,
  about: 'Asks a second person of data protection, or the administration, to end a conflict of interest that data protection set; the yes ends it. Never whom it lets in.',
  asks: z.strictObject({ conflict: z.uuid(), reason }), gives: Asked,
  async answers(call, { conflict, reason: why }) {
    const known = (await listConflicts(call.tx, call.language)).find(({ id }) => id === conflict)
    if (!known) return notFound
    if (!known.byDataProtection) return refuse('conflict-ends-alone')
    call.concerns(known.file)
    const beside = await whoElseAgrees(call, call.actor.office)
    const asked = await askApproval(call, { act: 'end-conflict', subject: conflict, reason: why, shownAt: '/guarded', beside, gains: known.account })
    return isRefusal(asked) ? asked : {}
  },
})

export const askLiftingRoute = route({
  name: 'guard.ask-lifting', kind: 'act', for: watching, grave: true,
  about: 'Asks a second person of data protection, or the lead of the office that sealed a file, to lift the seal; the yes opens the file to its offices, and the office that sealed it is told.',
  asks: z.strictObject({ seal: z.uuid(), reason }), gives: Asked,
  async answers(call, { seal, reason: why }) {
    const known = (await listSealed(call.tx, call.language)).find(({ id }) => id === seal)
    if (!known) return notFound
    call.concerns(known.file)
    const asked = await askApproval(call, { act: 'lift-seal', subject: seal, reason: why, shownAt: '/guarded', beside: known.officeId })
    return isRefusal(asked) ? asked : {}
  },
})
