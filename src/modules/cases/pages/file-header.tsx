import { Chip, Tabs } from '#design'
import type { PageCall } from '#platform/doors/page'
import { erasedMark } from '#platform/vault/sealed-columns'
import type { FileId } from '#vocabulary/ids'
import { mayAt, reads } from '#vocabulary/place'
import { readsNotes } from '../actions/care-acts.ts'
import { readsPapers } from '../actions/paper-acts.ts'
import type { FileHeaderView } from '../actions/read-header.ts'
import { describePerson } from './describe-person.ts'
import { words } from './words.ts'

/** The head of every page of a file: its reference, who it is about, who accompanies, and how she may be reached. */
export function FileHeader({ call, header }: { readonly call: PageCall; readonly header: FileHeaderView }) {
  const say = words(call.language)
  const { name, centre, contact } = header
  return (
    <>
      <h1>{say('header.file', { reference: header.reference })}</h1>
      <p class="page__lead">
        {name !== null && <><span class="strong">{name === '' ? say('header.unnamed') : name === erasedMark ? say('header.erased') : name}</span> · </>}
        {describePerson(header, call.language, call.today)}{centre && <> · {say('header.accompanied', { centre })}</>}{' '}
        {contact?.map(({ channel, isSafe }) => <><Chip tone={isSafe ? 'good' : 'late'}>{say(isSafe ? 'header.safe' : 'header.unsafe', { channel: say(`channel.${channel}` as 'channel.call') })}</Chip>{' '}</>)}
      </p>
    </>
  )
}

/** The parts of a file that a caseworker moves between. */
export function FileTabs({ call, file, current }: { readonly call: PageCall; readonly file: FileId; readonly current: 'procedure' | 'person' | 'notes' | 'papers' | 'consent' | 'place' | 'keeping' }) {
  const say = words(call.language)
  return (
    <Tabs label={say('tabs.label')} tabs={[
      { href: `/files/${file}`, label: say('tab.procedure'), current: current === 'procedure' },
      { href: `/files/${file}/person`, label: say('tab.person'), current: current === 'person' },
      ...(mayAt(readsNotes, call.actor?.officeKind) ? [{ href: `/files/${file}/notes`, label: say('tab.notes'), current: current === 'notes' }] : []),
      ...(mayAt(readsPapers, call.actor?.officeKind) ? [{ href: `/files/${file}/papers`, label: say('tab.papers'), current: current === 'papers' }] : []),
      ...(mayAt(reads('consent', 'centre', 'guardian'), call.actor?.officeKind) ? [{ href: `/files/${file}/consents`, label: say('tab.consent'), current: current === 'consent' }] : []),
      // Where she stays is for her own centre.
      ...(mayAt(reads('shelter', 'own-office'), call.actor?.officeKind) ? [{ href: `/files/${file}/stay`, label: say('tab.place'), current: current === 'place' }] : []),
      ...(mayAt(reads('record', 'centre', 'guardian'), call.actor?.officeKind) ? [{ href: `/files/${file}/acts`, label: say('tab.acts'), current: false }] : []),
      { href: `/files/${file}/keeping`, label: say('tab.keeping'), current: current === 'keeping' },
    ]} />
  )
}
