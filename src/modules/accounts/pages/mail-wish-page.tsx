import { AppPage, Button, Checkboxes, Form, Notice, TextField } from '#design'
import { form } from '#platform/doors/page'
import { setMailWish, showMailWish } from '../actions/mail-wish.ts'
import { words } from './words.ts'

export const mailWishPage = form({
  at: '/account/notices',
  asks: showMailWish,
  input: () => ({}),
  view: (call, wish, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('notices.title')} narrow back={{ href: '/account' }}>
        <h1>{say('notices.title')}</h1>
        <p class="measure">{say('notices.about')}</p>
        {wish.leaves !== 'by-server' && <Notice tone="soon"><p>{say(`notices.${wish.leaves}`)}</p></Notice>}
        <Form call={call} form={state}>
          <TextField form={state} name="address" label={say('notices.address')} hint={say('notices.address-hint')} value={wish.address} />
          <Checkboxes form={state} name="notices" label={say('notices.which')} checked={(['clocks', 'referrals'] as const).filter((kind) => wish[kind])}
            choices={[{ value: 'clocks', label: say('notices.clocks') }, { value: 'referrals', label: say('notices.referrals') }]} />
          <Button>{say('account.save')}</Button>
        </Form>
      </AppPage>
    )
  },
  does: setMailWish,
  sends: (_call, { address = '', notices = [] }) => ({ address, notices: [notices].flat() }),
  leadsTo: () => '/account/notices',
  says: ({ language }, { kept }) => words(language)(kept ? 'notices.kept' : 'notices.forgotten'),
})
