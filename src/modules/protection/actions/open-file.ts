import { z } from 'zod'
import { listOffices } from '#accounts'
import { createFile, exploitedInOf, Exploitation, Forms, formsOf, Identity } from '#cases'
import { rulesFor } from '#law'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { Facts } from '../domain/opening.ts'
import { variantsFor } from '../domain/variants.ts'
import { openProcedureOf, takeFollowingStep } from './open-procedure.ts'

export const openFile = route({
  name: 'procedure.open-file',
  kind: 'act',
  for: writes('residence', 'centre'),
  about: 'A person comes to the centre by herself, or declines the status from the first: the centre opens her file without a referral.',
  asks: z.strictObject({
    facts: Facts,
    variant: z.string().max(80).optional(),
    sex: z.enum(['woman', 'man', 'other', 'unknown']),
    citizenship: z.string().regex(/^[A-Z]{2}$/).nullable().default(null),
    language: z.string().max(20).nullable().default(null),
    forms: Forms.default([]),
    ...Exploitation.shape,
    givenNames: Identity.shape.givenNames.default(''),
    familyNames: Identity.shape.familyNames.default(''),
    birthDate: Day.nullable().default(null),
    birthYear: z.int().min(1900).max(2100).nullable().default(null),
  }),
  gives: z.strictObject({ file: FileId, reference: z.string() }),
  async answers(call, { facts, variant, givenNames, familyNames, birthDate, birthYear, exploitedWhere, exploitedDistrict, exploitedCountry, ...person }) {
    const { tx, actor, today, installation } = call
    if (birthDate !== null && birthDate > today) return refuse('cases:birth-in-future', { field: 'birthDate' })
    const exploitedIn = exploitedInOf(installation, { exploitedWhere, exploitedDistrict, exploitedCountry })
    // The sentence is the file's.
    if (isRefusal(exploitedIn)) return { ...exploitedIn, refused: `cases:${exploitedIn.refused}` }
    const forms = formsOf(installation, person.forms)
    if (isRefusal(forms)) return { ...forms, refused: `cases:${forms.refused}` }
    const allowed = variantsFor(rulesFor(installation.pack, today), facts)
    const chosen = variant ?? allowed[0]
    if (chosen === undefined) return refuse('no-path-for-facts')
    const [immigration] = facts.citizenshipGroup === 'own' ? [] : await listOffices(tx, { kind: 'immigration-office' })
    const created = await createFile(call, {
      ...person, forms, formsFrom: forms.length === 0 ? null : 'said', openedOn: today, variant: chosen, state: 'detected', holderOffice: actor.office, isChild: facts.minor !== 'no', sector: null, district: null, exploitedIn,
      birthYear: birthDate === null ? birthYear : Number(birthDate.slice(0, 4)),
      identity: { givenNames, familyNames, birthDate, birthPrecision: birthDate === null ? 'unknown' : 'day', identityPapers: '' },
      parties: [{ office: actor.office, relation: 'centre' }, ...(immigration ? [{ office: immigration.id, relation: 'immigration-office' as const }] : [])],
    })
    // Who comes to the centre herself is with a centre from the first: the law's referral and the acceptance are one moment.
    const isDetected = rulesFor(installation.pack, today).variants.get(chosen)?.row.start === 'detected'
    const arrival = { step: 'refer', by: 'reception-centre' as const, input: { kind: 'plain' as const } }
    const opened = await openProcedureOf(call, created.id, { openedOn: today, variant: chosen, facts }, isDetected ? arrival : null)
    if (isRefusal(opened)) return opened
    const accepted = isDetected ? await takeFollowingStep(call, { ...arrival, file: created.id, step: 'accept-accompaniment' }) : undefined
    return accepted ?? { file: created.id, reference: created.reference }
  },
})
