import type { ComponentChildren } from 'preact'

type Props = {
  /** Which work it is, of those that a page may show at once. */
  readonly work: string
  /** What is being done, and how far it is. */
  readonly says: ComponentChildren
  /** How much of it is done, in hundredths; nothing where nobody knows. */
  readonly done: number | null
  /** What the bar is called for those who listen. */
  readonly label: string
  /** Where one looks how far it is. */
  readonly againAt: string
  /** Ways out: to look again, to call it off. */
  readonly children: ComponentChildren
}

/** Work that takes long: a script asks now and then how far it is, says it politely, and brings in what the page shows once it is done. */
export const AtWork = ({ work, says, done, label, againAt, children }: Props) => (
  <div class="notice notice--soon" data-at-work={againAt} data-work={work}>
    <p role="status" data-at-work-says="">{says}</p>
    {done !== null && <progress class="at-work" max={100} value={done} aria-label={label} />}
    <div class="buttons no-print">{children}</div>
  </div>
)
