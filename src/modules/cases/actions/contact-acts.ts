import { z } from 'zod'
import { dropMail } from '#platform/mail/outbox-rows'
import { route } from '#platform/doors/route'
import { addDays, Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, refuse, type Refusal } from '#vocabulary/refusal'
import { answerers, channels, confirmations, isSafeOn, localMoment, mayContactBy, sayings, type ContactRule } from '../domain/may-contact.ts'
import { readIdentities } from '../store/identity-rows.ts'
import { putSafeContact } from '../store/safe-contact-rows.ts'
import { filesToCall, insertRule, readWaysOf } from '../store/way-rows.ts'
import { mayContact } from './may-contact.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const untilTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)
export const RuleView = z.strictObject({
  confirmedOn: Day, confirmedHow: z.enum(confirmations), weekdays: z.array(z.number().int().min(1).max(7)), from: z.string(), until: z.string(),
  answeredBy: z.enum(answerers), maySay: z.enum(sayings), codeWord: z.string(),
})
const Said = z.strictObject({
  confirmedHow: z.enum(confirmations).optional(), weekdays: z.array(z.coerce.number().int().min(1).max(7)).max(7).default([]),
  from: z.union([z.literal(''), time]).default(''), until: z.union([z.literal(''), untilTime]).default(''),
  answeredBy: z.enum(answerers).optional(), maySay: z.enum(sayings).optional(), codeWord: z.string().trim().max(60).default(''),
})

export const setSafeContact = route({
  name: 'person.set-safe-contact',
  kind: 'act',
  for: writes('safe-contact', 'centre'),
  about: 'Says how the person may be reached and whether that is safe; with when and how she said so, her days and hours, who may answer and what may be said, the way may be used.',
  asks: Said.extend({ file: FileId, channel: z.enum(channels), value: z.string().trim().min(1).max(300), isSafe: z.enum(['yes', 'no']), note: z.string().trim().max(500).default('') }),
  gives: z.strictObject({ file: FileId, usable: z.boolean() }),
  async answers(call, { file, channel, value, isSafe, note, ...said }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const rule = isSafe === 'yes' ? ruleOf(said, call.today) : null
    if (isRefusal(rule)) return rule
    const { id, ended } = await putSafeContact(call.tx, file, { channel, value, note, isSafe: isSafe === 'yes' }, call.today)
    if (rule) await insertRule(call.tx, { file, contact: id, rule })
    // Whatever was to leave by the way as it was known before leaves no more.
    for (const former of ended) await dropMail(call.tx, former, call.now)
    return { file, usable: rule !== null }
  },
})

/** What she said, whole or not at all: half of it would let somebody call at the wrong hour. */
function ruleOf(said: z.output<typeof Said>, today: Day): ContactRule | Refusal | null {
  const { confirmedHow, weekdays, from, until, answeredBy, maySay, codeWord } = said
  if (confirmedHow === undefined && weekdays.length === 0 && from === '' && until === '' && answeredBy === undefined && maySay === undefined && codeWord === '') return null
  if (confirmedHow === undefined) return refuse('contact-how-missing', { field: 'confirmedHow' })
  if (weekdays.length === 0) return refuse('contact-days-missing', { field: 'weekdays' })
  if (from === '' || until === '' || from === until) return refuse('contact-hours-missing', { field: from === '' ? 'from' : 'until' })
  if (answeredBy === undefined) return refuse('contact-answer-missing', { field: 'answeredBy' })
  if (maySay === undefined) return refuse('contact-say-missing', { field: 'maySay' })
  return { confirmedOn: today, confirmedHow, weekdays: [...new Set(weekdays)].toSorted(), from, until, answeredBy, maySay, codeWord }
}

const CallLine = z.strictObject({ file: FileId, reference: z.string(), name: z.string(), tasks: z.number(), clocks: z.number(), number: z.string(), now: z.boolean(), rule: RuleView, note: z.string() })
const NotCalled = z.strictObject({ file: FileId, reference: z.string(), because: z.enum(['unknown', 'not-safe', 'unconfirmed', 'not-now']) })
export const CallList = z.strictObject({ calls: z.array(CallLine), notCalled: z.array(NotCalled) })
export type CallList = z.infer<typeof CallList>

export const listCalls = route({
  name: 'contact.list-calls',
  kind: 'ask',
  for: writes('safe-contact', 'centre'),
  about: 'Whom the centre has to call today, by which number, between which hours and saying what; whoever has no safe number is named by reference with the reason, and no number is shown.',
  asks: z.strictObject({}),
  gives: CallList,
  async answers({ tx, now, today, installation, shows }) {
    const local = localMoment(installation.zone, now)
    const files = await filesToCall(tx, { today, until: addDays(today, 7), atMost: 50 })
    shows(files.map(({ file }) => file))
    const list: { calls: z.input<typeof CallLine>[]; notCalled: z.input<typeof NotCalled>[] } = { calls: [], notCalled: [] }
    const ways = await readWaysOf(tx, files.map(({ file }) => file))
    const lines = files.map((line) => ({ ...line, way: ways.get(line.file)?.find(({ channel }) => channel === 'call') }))
    const identities = await readIdentities(tx, lines.flatMap(({ file, way }) => (isSafeOn(way, local.weekday) ? [file] : [])))
    for (const { file, reference, tasks, clocks, way } of lines) {
      const may = mayContactBy(way, local)
      if (isSafeOn(way, local.weekday)) {
        const identity = identities.get(file)
        list.calls.push({ file, reference, name: [identity?.givenNames, identity?.familyNames].filter(Boolean).join(' '), tasks, clocks, number: way.value, now: may.may, rule: { ...way.rule, weekdays: [...way.rule.weekdays] }, note: way.note })
      } else list.notCalled.push({ file, reference, because: may.may ? 'not-now' : may.because })
    }
    return list
  },
})

export const LetterView = z.strictObject({
  header: FileHeaderView,
  /** Null where she may not be written to; `because` says why. */
  letter: z.strictObject({ address: z.string(), answeredBy: z.enum(answerers), maySay: z.enum(sayings) }).nullable(),
  because: z.enum(['unknown', 'not-safe', 'unconfirmed', 'not-now']).nullable(),
})
export type LetterView = z.infer<typeof LetterView>

export const showLetter = route({
  name: 'contact.show-letter',
  kind: 'ask',
  for: writes('safe-contact', 'centre'),
  about: 'The address for the envelope of a letter to the person, where she said that letters there are safe; otherwise what would make it possible.',
  asks: z.strictObject({ file: FileId }),
  gives: LetterView,
  async answers(call, { file }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const may = await mayContact(call.tx, file, 'letter', { now: call.now, zone: call.installation.zone })
    if (!may.may) return { header, letter: null, because: may.because }
    const { value, rule } = may.way
    return { header, letter: { address: value, answeredBy: rule.answeredBy, maySay: rule.maySay }, because: null }
  },
})

