import { AppPage, Button, ErrorSummary, Notice, TextField } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showWorth, type Worth } from '../actions/check-code.ts'
import { words } from './words.ts'

const tones = { valid: 'good', expired: 'soon', withdrawn: 'late' } as const

function CheckPage({ call, worth }: { readonly call: PageCall; readonly worth: Worth }) {
  const say = words(call.language)
  const errors: Record<string, string> = worth.trouble ? { code: say(`refusal.${worth.trouble}`) } : {}
  return (
    <AppPage call={call} title={say('check.title')} narrow>
      <ErrorSummary call={call} errors={errors} />
      <h1>{say('check.title')}</h1>
      {worth.worth && <Notice tone={tones[worth.worth]}><p class="large strong" role="status">{say(`check.${worth.worth}`)}</p></Notice>}
      <p>{say('check.intro')}</p>
      <form method="get" action="/check">
        <TextField form={{ values: { code: worth.code }, errors }} name="code" label={say('check.code')} hint={say('check.hint')} width="medium" />
        <Button>{say('check.do')}</Button>
      </form>
    </AppPage>
  )
}

export const checkPage = page({
  at: '/check',
  asks: showWorth,
  input: ({ query }) => (typeof query['code'] === 'string' ? { code: query['code'] } : {}),
  view: (call, worth) => <CheckPage call={call} worth={worth} />,
})
