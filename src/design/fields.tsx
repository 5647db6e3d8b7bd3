import type { ComponentChildren } from 'preact'
import type { FormState } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import { words } from './sentences.ts'

/** What was typed and what is wrong with it, as the door hands it to a form. */
export type Filled = Pick<FormState, 'values' | 'errors'>

export type FieldProps = {
  readonly form: Filled
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  /** What stands in the field before anything was typed. */
  readonly value?: string | undefined
  /** Said beside the label where a field may stay empty. */
  readonly optional?: Language
}

export type Choice = { readonly value: string; readonly label: string; readonly hint?: string | undefined }

const first = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0])
const typed = ({ form, name, value }: Pick<FieldProps, 'form' | 'name' | 'value'>): string => first(form.values[name]) ?? value ?? ''
const ticked = (form: Filled, name: string, values: readonly string[] = []): readonly string[] => {
  const given = form.values[name]
  return given === undefined ? values : typeof given === 'string' ? [given] : given
}
const labelOf = ({ label, optional }: Pick<FieldProps, 'label' | 'optional'>) => (optional ? words(optional)('optional', { label }) : label)
const described = (name: string, hint: string | undefined, error: string | undefined) =>
  [hint ? `${name}-hint` : '', error ? `${name}-error` : ''].filter(Boolean).join(' ') || undefined

function Group({ props, children, of }: { readonly props: FieldProps; readonly children: ComponentChildren; readonly of?: string }) {
  const { form, name, hint } = props
  const error = form.errors[name]
  return (
    <div class={error ? 'ari-form-group ari-form-group--error' : 'ari-form-group'}>
      {of !== undefined && <label class="ari-label" for={of}>{labelOf(props)}</label>}
      {of !== undefined && <Notes name={name} hint={hint} error={error} />}
      {children}
    </div>
  )
}

const Notes = ({ name, hint, error }: { readonly name: string; readonly hint?: string | undefined; readonly error?: string | undefined }) => (
  <>
    {hint && <div class="ari-hint" id={`${name}-hint`}>{hint}</div>}
    {error && <p class="ari-error-message" id={`${name}-error`}>{error}</p>}
  </>
)

type TextProps = FieldProps & { readonly type?: 'text' | 'password'; readonly width?: 'short' | 'medium'; readonly autocomplete?: string; readonly inputmode?: 'numeric' }
const widths = { short: ' ari-input--width-5', medium: ' ari-input--width-20' }

export function TextField(props: TextProps) {
  const { form, name, hint, type = 'text', width, autocomplete, inputmode } = props
  const error = form.errors[name]
  const common = {
    class: `ari-input${width ? widths[width] : ''}${error ? ' ari-input--error' : ''}`, id: name, name, autocomplete: autocomplete ?? 'off',
    'aria-describedby': described(name, hint, error), 'aria-invalid': error ? true : undefined,
  }
  return (
    <Group props={props} of={name}>
      {type === 'password' ? <input type="password" {...common} /> : <input type="text" value={typed(props)} inputMode={inputmode ?? 'text'} {...common} />}
    </Group>
  )
}

/** A file from the reader's own machine; a form that has one says `file`. */
export function FileField(props: FieldProps & { readonly accept: string }) {
  const { form, name, hint, accept } = props
  const error = form.errors[name]
  return (
    <Group props={props} of={name}>
      <input type="file" class="ari-file-upload" id={name} name={name} accept={accept} aria-describedby={described(name, hint, error)} aria-invalid={error ? true : undefined} />
    </Group>
  )
}

export function TextArea(props: FieldProps & { readonly rows?: number }) {
  const { form, name, hint, rows = 5 } = props
  const error = form.errors[name]
  return (
    <Group props={props} of={name}>
      <textarea class={`ari-textarea${error ? ' ari-textarea--error' : ''}`} id={name} name={name} rows={rows} aria-describedby={described(name, hint, error)} aria-invalid={error ? true : undefined}>{typed(props)}</textarea>
    </Group>
  )
}

export function Select(props: FieldProps & { readonly choices: readonly Choice[]; readonly empty?: string }) {
  const { form, name, hint, choices, empty } = props
  const error = form.errors[name]
  const chosen = typed(props)
  return (
    <Group props={props} of={name}>
      <select class={`ari-select${error ? ' ari-select--error' : ''}`} id={name} name={name} aria-describedby={described(name, hint, error)} aria-invalid={error ? true : undefined}>
        {empty !== undefined && <option value="" selected={chosen === ''}>{empty}</option>}
        {choices.map(({ value, label }) => <option value={value} selected={value === chosen}>{label}</option>)}
      </select>
    </Group>
  )
}

type ChoicesProps = FieldProps & { readonly choices: readonly Choice[]; readonly inline?: boolean; readonly legendIsTitle?: boolean }

function Fieldset({ props, children }: { readonly props: ChoicesProps; readonly children: ComponentChildren }) {
  const { form, name, hint, legendIsTitle } = props
  const error = form.errors[name]
  const label = labelOf(props)
  return (
    <Group props={props}>
      <fieldset class="ari-fieldset" aria-describedby={described(name, hint, error)}>
        <legend class={`ari-fieldset__legend${legendIsTitle ? ' ari-fieldset__legend--l' : ''}`}>{legendIsTitle ? <h1 class="ari-fieldset__heading">{label}</h1> : label}</legend>
        <Notes name={name} hint={hint} error={error} />
        {children}
      </fieldset>
    </Group>
  )
}

/** One of several. The first has the field's own name as its id, so that the error summary leads there. */
export function Radios(props: ChoicesProps) {
  const { name, choices, inline } = props
  const chosen = typed(props)
  return (
    <Fieldset props={props}>
      <div class={`ari-radios${inline ? ' ari-radios--inline' : ''}`}>
        {choices.map(({ value, label, hint }, index) => {
          const id = index === 0 ? name : `${name}-${index}`
          return (
            <div class="ari-radios__item">
              <input class="ari-radios__input" id={id} name={name} type="radio" value={value} checked={value === chosen} aria-describedby={hint ? `${id}-says` : undefined} />
              <label class="ari-label ari-radios__label" for={id}>{label}</label>
              {hint && <div class="ari-hint ari-radios__hint" id={`${id}-says`}>{hint}</div>}
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}

/** As many as apply. */
export function Checkboxes(props: ChoicesProps & { readonly checked?: readonly string[]; readonly id?: string }) {
  const { form, name, choices, checked, id: first = name } = props
  const on = ticked(form, name, checked)
  return (
    <Fieldset props={props}>
      <div class="ari-checkboxes">
        {choices.map(({ value, label, hint }, index) => {
          const id = index === 0 ? first : `${first}-${index}`
          return (
            <div class="ari-checkboxes__item">
              <input class="ari-checkboxes__input" id={id} name={name} type="checkbox" value={value} checked={on.includes(value)} aria-describedby={hint ? `${id}-says` : undefined} />
              <label class="ari-label ari-checkboxes__label" for={id}>{label}</label>
              {hint && <div class="ari-hint ari-checkboxes__hint" id={`${id}-says`}>{hint}</div>}
            </div>
          )
        })}
      </div>
    </Fieldset>
  )
}

/** A day as three numbers, so that nobody's keyboard or country decides the order; read back with `dayFrom`. */
export function DateField(props: FieldProps & { readonly language: Language }) {
  const { form, name, hint, language, value } = props
  const say = words(language)
  const error = form.errors[name]
  const [year, month, day] = (value ?? '').split('-')
  const parts = [['day', say('day'), day, 2], ['month', say('month'), month, 2], ['year', say('year'), year, 4]] as const
  return (
    <Group props={props}>
      <fieldset class="ari-fieldset" role="group" aria-describedby={described(name, hint, error)}>
        <legend class="ari-fieldset__legend">{labelOf(props)}</legend>
        <Notes name={name} hint={hint} error={error} />
        <div class="ari-date-input">
          {parts.map(([part, label, initial, width]) => {
            const id = part === 'day' ? name : `${name}-${part}`
            return (
              <div class="ari-date-input__item">
                <div class="ari-form-group">
                  <label class="ari-label ari-date-input__label" for={id}>{label}</label>
                  <input class={`ari-input ari-date-input__input ari-input--width-${width}${error ? ' ari-input--error' : ''}`} id={id} name={`${name}-${part}`} type="text" inputmode="numeric" autocomplete="off" value={first(form.values[`${name}-${part}`]) ?? initial ?? ''} />
                </div>
              </div>
            )
          })}
        </div>
      </fieldset>
    </Group>
  )
}
