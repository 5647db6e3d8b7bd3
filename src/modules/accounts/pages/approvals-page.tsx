import { AppPage, Button, Card, Chip, DataTable, FactList, Form, formatDay, formatInstant, Notice, TextArea, type Tone } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { answerApproval } from '../actions/answer-approval.ts'
import { listApprovals, showApproval, type ApprovalView } from '../actions/list-approvals.ts'
import { Day } from '#vocabulary/day'
import { invitationAddress } from './people-pages.tsx'
import { words } from './words.ts'

const tones: Readonly<Record<ApprovalView['state'], Tone>> = { waiting: 'soon', approved: 'good', refused: 'late', withdrawn: 'plain', expired: 'plain', used: 'good' }
const moment = (call: PageCall, at: string) => formatInstant(at, call.language, call.installation.zone)

function ApprovalTable({ call, caption, approvals }: { readonly call: PageCall; readonly caption: string; readonly approvals: readonly ApprovalView[] }) {
  const say = words(call.language)
  return (
    <DataTable caption={caption} empty={say('approvals.none')}
      columns={[{ heading: say('approvals.what') }, { heading: say('approvals.asked') }, { heading: say('approvals.until') }, { heading: say('people.state') }]}
      rows={approvals.map((approval) => ({
        cells: [
          <a href={`/approvals/${approval.id}`}>{approval.title === null ? approval.label : `${approval.label}: ${approval.title}`}</a>,
          <>{approval.askedBy}<br /><span class="quiet small">{moment(call, approval.askedAt)}</span></>,
          moment(call, approval.until), <Chip tone={tones[approval.state]}>{say(`approvals.${approval.state}`)}</Chip>,
        ],
      }))} />
  )
}

export const approvalsPage = page({
  at: '/approvals',
  asks: listApprovals,
  input: () => ({}),
  menu: { order: 80, label: (language) => words(language)('approvals.menu'), only: ['data-protection', 'administration', 'analysis-centre'], leads: true },
  view: (call, { approvals }) => {
    const say = words(call.language)
    const isOpen = ({ state }: ApprovalView) => state === 'waiting'
    return (
      <AppPage call={call} title={say('approvals.title')}>
        <h1>{say('approvals.title')}</h1>
        <p class="measure">{say('approvals.about')}</p>
        <Card title={say('approvals.open')}><ApprovalTable call={call} caption={say('approvals.open')} approvals={approvals.filter(isOpen)} /></Card>
        <Card title={say('approvals.closed')}><ApprovalTable call={call} caption={say('approvals.closed')} approvals={approvals.filter((one) => !isOpen(one))} /></Card>
      </AppPage>
    )
  },
})

const parts = {
  'open-account': ['approvals.who', 'approvals.opens'],
  'invite-account': ['approvals.who'],
  'set-lead': ['approvals.who', 'approvals.is-to-lead'],
  'move-account': ['approvals.who', 'approvals.to-office', 'approvals.from-day'],
  'set-replacement': ['approvals.absent', 'approvals.stand-in', 'approvals.from-day', 'approvals.last-day'],
  'end-conflict': ['approvals.file', 'approvals.let-in'],
  'lift-seal': ['approvals.file', 'approvals.sealed-by'],
} as const

function aboutIn(call: PageCall, approval: ApprovalView) {
  const say = words(call.language)
  const { act, about, person, subject } = approval
  // The pages of accounts and keys are there for whoever keeps them, and not for the lead whose yes is asked.
  const shownAt = /^\/(?:people|machines)\//.test(approval.shownAt ?? '') && call.actor?.officeKind !== 'administration' ? null : approval.shownAt
  const link = (text: string) => (shownAt ? <a href={shownAt}>{text}</a> : text)
  if (!(act in parts)) return [[say('approvals.subject'), link(approval.title ?? person ?? subject)] as const]
  return parts[act as keyof typeof parts].flatMap((key, place) => {
    const text = about[place] ?? ''
    return text === '' ? [] : [[say(key), place === 0 ? link(text) : Day.safeParse(text).success ? formatDay(Day.parse(text), call.language) : key === 'approvals.is-to-lead' ? say(text === 'yes' ? 'people.yes' : 'people.no') : text] as const]
  })
}

function Facts({ call, approval }: { readonly call: PageCall; readonly approval: ApprovalView }) {
  const say = words(call.language)
  return (
    <Card>
      <FactList facts={[
        ...aboutIn(call, approval),
        ...(approval.opensLead ? [[say('approvals.is-to-lead'), say('people.yes')] as const] : []),
        [say('approvals.asked-by'), `${approval.askedBy ?? '–'}, ${moment(call, approval.askedAt)}`],
        [say('approvals.reason'), approval.reason],
        [say('approvals.until'), moment(call, approval.until)],
        [say('people.state'), <Chip tone={tones[approval.state]}>{say(`approvals.${approval.state}`)}</Chip>],
        ...(approval.answeredAt ? [[say('approvals.answered'), `${approval.answeredBy ?? '–'}, ${moment(call, approval.answeredAt)}`] as const] : []),
        ...(approval.answerReason ? [[say('approvals.answer-reason'), approval.answerReason] as const] : []),
      ]} />
    </Card>
  )
}

function Answering({ call, approval, form: state }: { readonly call: PageCall; readonly approval: ApprovalView; readonly form: FormState }) {
  const say = words(call.language)
  if (approval.state !== 'waiting') return null
  if (approval.isOwn) {
    return (
      <>
        <Notice>{say('approvals.own')}</Notice>
        <Form call={call} form={state}><Button kind="secondary" name="answer" value="withdraw">{say('approvals.withdraw')}</Button></Form>
      </>
    )
  }
  const isAnsweredHere = !approval.forLead
  return (
    <Form call={call} form={state}>
      {!isAnsweredHere && <Notice tone="soon">{say('approvals.for-lead')}</Notice>}
      {isAnsweredHere && handsOver.includes(approval.act) && <Notice>{say('approvals.you-hand-over')}</Notice>}
      <TextArea form={state} name="reason" label={say('approvals.your-reason')} hint={say('approvals.no-names')} />
      {isAnsweredHere && <><Button name="answer" value="approve">{say('approvals.approve')}</Button>{' '}</>}
      <Button kind="danger" name="answer" value="refuse">{say('approvals.refuse')}</Button>
    </Form>
  )
}

/** Acts whose yes makes what opens an account: who says it hands that over. */
const handsOver: readonly ApprovalView['act'][] = ['open-account', 'invite-account']

function HandedOverPage({ call, code, apiKey, to }: { readonly call: PageCall; readonly code: string | null; readonly apiKey: string | null; readonly to: string | null }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('approvals.hand-over-title')} narrow back={{ href: '/approvals' }}>
      <h1>{say('approvals.hand-over-title')}</h1>
      <p>{say('approvals.done-by-the-yes')} {say(code === null ? 'approvals.hand-over-key' : 'approvals.hand-over-code')}</p>
      <Card><FactList facts={[
        [say('approvals.hand-over-to'), to ?? '–'],
        code === null ? [say('machines.key'), <code>{apiKey}</code>] : [say('approvals.invitation'), <code>{invitationAddress(call, code)}</code>],
      ]} /></Card>
    </AppPage>
  )
}

export const approvalPage = form({
  at: '/approvals/:approval',
  asks: showApproval,
  input: ({ params }) => params,
  does: answerApproval,
  view: (call, approval, state) => (
    <AppPage call={call} title={approval.title === null ? approval.label : `${approval.label}: ${approval.title}`} narrow back={{ href: '/approvals' }}>
      <h1>{approval.label}</h1>
      <Facts call={call} approval={approval} />
      <Answering call={call} approval={approval} form={state} />
    </AppPage>
  ),
  shows: (call, { code, key, to }) => (code === null && key === null ? undefined : <HandedOverPage call={call} code={code} apiKey={key} to={to} />),
  leadsTo: () => '/approvals',
  says: (call, { answer, isDone }) => words(call.language)(isDone ? 'approvals.done-by-the-yes' : `approvals.done-${answer}`),
})
