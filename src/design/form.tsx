import { isValidElement, type ComponentChildren, type VNode } from 'preact'
import type { FormState, PageCall } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import { withColon } from './format.ts'
import { words } from './sentences.ts'

type Props = {
  readonly call: PageCall
  readonly form: FormState
  /** Where it is sent; without it, the address of the page. */
  readonly action?: string
  /** The form carries a file; `progress` is where a script may ask how far it is, and what it then says. */
  readonly file?: { readonly progress: string; readonly says: string }
  readonly autosave?: { readonly to: string; readonly saved: string; readonly unsaved: string; readonly meanwhile?: string }
  /** For a form with a file in it. */
  readonly withFile?: true
  readonly children: ComponentChildren
}

/** A form with the sentences about what is wrong on top, each leading to its field. It carries the token that lets it act once. */
export function Form({ call, form, action, file, autosave, withFile, children }: Props) {
  const saving = autosave ? { 'data-autosave': autosave.to, 'data-saved': autosave.saved, 'data-unsaved': autosave.unsaved, 'data-meanwhile': autosave.meanwhile } : {}
  const carrying = file ? { enctype: 'multipart/form-data', 'data-progress': file.progress, 'data-progress-says': file.says } : {}
  return (
    <>
      {form.kept && <div class="notice notice--good" role="status"><p>{words(call.language)('kept')}</p></div>}
      <ErrorSummary call={call} errors={form.errors} labels={labelsIn(children)} />
      <form method="post" action={action ?? call.address} novalidate {...saving} {...(withFile ? { enctype: 'multipart/form-data' } : carrying)}>
        <input type="hidden" name="once" value={form.once} />
        {children}
        {file && <p class="quiet" data-progress-status="" role="status" />}
        {autosave && <p class="quiet small" data-autosave-status="" role="status" />}
      </form>
    </>
  )
}

/** What each field of a form is called, by its name: read from the fields themselves, so that the summary can name them. */
function labelsIn(children: ComponentChildren): Record<string, string> {
  const labels: Record<string, string> = {}
  const waiting: ComponentChildren[] = [children]
  for (let next = waiting.pop(); waiting.length > 0 || next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next)
    if (!isValidElement(next)) continue
    const { name, label, children: inside } = (next as VNode<{ name?: unknown; label?: unknown; children?: ComponentChildren }>).props
    if (typeof name === 'string' && typeof label === 'string') labels[name] = label
    waiting.push(inside)
  }
  return labels
}

type Wrong = { readonly call: PageCall; readonly errors: FormState['errors']; readonly labels?: Readonly<Record<string, string>> }

/** What is wrong, first thing on the page, each with the field that it is about. */
export function ErrorSummary({ call, errors, labels = {} }: Wrong) {
  const all = Object.entries(errors)
  if (all.length === 0) return null
  return (
    <div class="ari-error-summary" data-module="ari-error-summary" tabIndex={-1} autofocus>
      <div role="alert">
        <h2 class="ari-error-summary__title">{words(call.language)('problem')}</h2>
        <div class="ari-error-summary__body">
          <ul class="ari-list ari-error-summary__list">
            {all.map(([field, sentence]) => <li>{field === '' ? sentence : <a href={`#${field}`}>{withLabel(labels[field], sentence, call.language)}</a>}</li>)}
          </ul>
        </div>
      </div>
    </div>
  )
}

/** The sentence after the name of its field, unless it says that name itself. */
function withLabel(label: string | undefined, sentence: string, language: Language): string {
  if (label === undefined || sentence.includes(label)) return sentence
  return `${withColon(label, language)} ${sentence}`
}

export function Button({ children, kind = 'primary', name, value }: { readonly children: ComponentChildren; readonly kind?: 'primary' | 'secondary' | 'danger'; readonly name?: string; readonly value?: string }) {
  const style = { primary: '', secondary: ' ari-button--secondary', danger: ' ari-button--warning' }[kind]
  return <button type="submit" class={`ari-button${style}`} name={name} value={value}>{children}</button>
}

export const ButtonLink = ({ href, children, kind = 'primary' }: { readonly href: string; readonly children: ComponentChildren; readonly kind?: 'primary' | 'secondary' }) => (
  <a href={href} draggable={false} class={`ari-button${kind === 'secondary' ? ' ari-button--secondary' : ''}`}>{children}</a>
)
