import { z } from 'zod'
import { officeByKey } from '#accounts'
import type { ReportDraft } from '#detection'
import type { ActorKind } from '#law'
import { inTransaction } from '#platform/database/transaction'
import { route } from '#platform/doors/route'
import { openFile, takeStep } from '#protection'
import { acceptReferral } from '#referral'
import type { Day } from '#vocabulary/day'
import { FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { saidOfExploitation } from '#vocabulary/place-of-exploitation'
import { handOn, type HandedOn } from '../reactions.ts'
import type { Story, StoryStep } from '../stories/read-stories.ts'
import { inputOfStep } from '../stories/replay-story.ts'
import type { Cast } from './cast.ts'
import type { Persona } from './personas.ts'

const centres = ['pag-asa', 'payoke', 'surya'] as const

/** Hands a person on as a report does. It stands on no door: only a story that is told again comes this way. */
const handOnRoute = route({
  name: 'demonstration.hand-on', kind: 'act', for: writes('referral', 'reporter'),
  about: 'Hands an invented person on.',
  asks: z.custom<HandedOn>(), gives: z.strictObject({ referral: ReferralId, file: FileId, reference: z.string() }),
  answers: (call, handed) => handOn(call, handed),
})

type Telling = { file: FileId; referral: ReferralId | null; version: number; centre: (typeof centres)[number]; asked: string; magistrates: Set<string> }

/** Tells stories through the doors, each step in the name of an invented person on the day on which it happened. */
export class StoryTeller {
  readonly #cast: Cast
  #offices: ReadonlyMap<string, OfficeId> = new Map()

  constructor(cast: Cast) {
    this.#cast = cast
  }

  async tell(story: Story, persona: Persona, seed: number): Promise<void> {
    if (this.#offices.size === 0) this.#offices = await this.#officesByKey()
    const centre = centres[seed % centres.length] ?? 'pag-asa'
    const telling = await this.#begin(story, persona, centre)
    for (const step of story.steps.filter(({ refused, step: name }) => !refused && name !== 'refer')) await this.#take(telling, step)
  }

  async #begin(story: Story, persona: Persona, centre: Telling['centre']): Promise<Telling> {
    const labour = story.person.forms === 'labour'
    const magistrates = new Set([labour ? 'labour-auditor' : 'public-prosecutor'])
    const refer = story.steps.find(({ step }) => step === 'refer')
    if (!refer) {
      const { sex, citizenship, language, forms } = story.person
      const opened = await this.#cast.does(`caseworker-${centre}`, story.opened, openFile, { facts: story.facts, variant: story.variant, sex, citizenship, language, forms: [forms], givenNames: persona.givenNames, familyNames: persona.familyNames, birthYear: persona.born, ...exploitationOf(story.person, story.facts) })
      return { file: FileId.parse(opened.file), referral: null, version: 0, centre, asked: [...magistrates][0] ?? '', magistrates: new Set() }
    }
    const handed: HandedOn = { report: null, draft: draftOf(story, persona), centre: this.#office(centre), variant: story.variant, isUrgent: story.facts.minor !== 'no' }
    const received = await this.#cast.does(loginOf(refer.by, centre), refer.on, handOnRoute, handed)
    return { file: FileId.parse(received.file), referral: ReferralId.parse(received.referral), version: 1, centre, asked: [...magistrates][0] ?? '', magistrates }
  }

  async #take(telling: Telling, step: StoryStep): Promise<void> {
    if (step.step === 'accept-accompaniment' && telling.referral) {
      await this.#cast.does(`caseworker-${telling.centre}`, step.on, acceptReferral, { referral: telling.referral, version: 0 })
      telling.referral = null
      telling.version += 1
      return
    }
    const input = inputOfStep(this.#cast.door.installation.pack, step)
    if (input.kind === 'questions') {
      telling.asked = input.askedOf === 'public-prosecutor' ? 'public-prosecutor' : 'labour-auditor'
      telling.magistrates.add(telling.asked)
    }
    const login = this.#whoTakes(telling, step)
    const office = input.kind === 'questions' ? { office: this.#office(telling.asked === 'public-prosecutor' ? 'prosecutor-brussels' : 'auditor-brussels') } : {}
    await this.#cast.does(login, step.on, takeStep, { file: telling.file, step: step.step, version: telling.version, on: step.on, input, ...office })
    telling.version += 1
  }

  /** What police and inspection learn of a statement is written down by the centre: they see the status and nothing else. */
  #whoTakes(telling: Telling, { by }: StoryStep): string {
    if (['public-prosecutor', 'labour-auditor', 'magistrate'].includes(by)) return telling.magistrates.has(by) ? by : telling.asked
    return ['police', 'inspection', 'first-line'].includes(by) ? `caseworker-${telling.centre}` : loginOf(by, telling.centre)
  }

  #office(key: string): OfficeId {
    const id = this.#offices.get(key)
    if (!id) throw new Error(`the demonstration knows no office ${key}`)
    return id
  }

  async #officesByKey(): Promise<ReadonlyMap<string, OfficeId>> {
    const actor = await this.#cast.actor('caseworker-pag-asa')
    return inTransaction(this.#cast.door.db, { actor }, async (tx) => {
      const keys = [...centres, 'prosecutor-brussels', 'auditor-brussels']
      const found: [string, OfficeId][] = []
      for (const key of keys) {
        const office = await officeByKey(tx, key)
        if (office) found.push([key, office.id])
      }
      return new Map(found)
    })
  }
}

/** The account that plays an actor of the law. */
function loginOf(by: ActorKind, centre: string): string {
  const logins: Partial<Record<ActorKind, string>> = {
    police: 'police-officer', inspection: 'labour-inspector', 'first-line': 'hospital-social-worker', guardian: 'guardian', 'immigration-office': 'immigration-officer',
    'public-prosecutor': 'public-prosecutor', 'labour-auditor': 'labour-auditor', magistrate: 'public-prosecutor', 'reception-centre': `caseworker-${centre}`,
  }
  const login = logins[by]
  if (!login) throw new Error(`nobody plays ${by}`)
  return login
}

const sexes = { woman: 'female', man: 'male', other: 'other' } as const
const sectors: Readonly<Record<string, string>> = { sexual: 'sexual-exploitation', begging: 'begging', criminal: 'forced-offences' }

/** Where an invented person was exploited: what her story says, else the district of her story. */
function exploitationOf({ exploitedIn, district }: Story['person'], { exploitedAbroad }: Story['facts']): Pick<ReportDraft, 'exploitedWhere' | 'exploitedDistrict' | 'exploitedCountry'> {
  const { where, district: within, country } = saidOfExploitation(exploitedIn ?? (exploitedAbroad === 'yes' ? 'abroad-unknown' : district))
  return { ...(where && { exploitedWhere: where }), ...(within && { exploitedDistrict: within }), ...(country && { exploitedCountry: country }) }
}

/** What a detector noted of an invented person. */
function draftOf({ person, facts, opened, variant }: Story, persona: Persona): ReportDraft {
  return {
    startedOn: opened, seenOn: opened, immediateDanger: 'no', contactBroken: 'yes', district: 'brussels',
    age: facts.minor === 'yes' ? 'child' : facts.minor === 'in-doubt' ? 'unsure' : 'adult',
    ...(facts.minor === 'no' ? { consent: 'yes' as const } : { unaccompanied: facts.unaccompanied }),
    sector: person.forms === 'labour' ? person.sector : (sectors[person.forms] ?? 'other'), signs: { 'no-free-movement': 'seen', 'little-or-no-pay': 'seen' },
    language: person.language, interpreterNeeded: 'yes', sex: sexes[person.sex], familyName: persona.familyNames, givenName: persona.givenNames, citizenships: [person.citizenship],
    bornOn: `${persona.born}-06-15` as Day, ...exploitationOf(person, facts),
    stay: facts.detectedIn === 'asylum' ? 'asylum-applicant' : 'neither', diplomaticHousehold: facts.diplomaticHousehold,
    smuggling: variant === 'aggravated-smuggling' ? ['force-or-fraud'] : 'no',
  }
}
