import type { Fields, FormState, PageCall } from '#platform/doors/page'
import type { PersonLine } from '../actions/operation-views.ts'
import { columns } from '../domain/operation.ts'
import { words } from './words.ts'

const newRows = ['new-1', 'new-2', 'new-3', 'new-4', 'new-5'] as const
const first = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0])

/** The rows that a form sent: those with a number change, the others are new. */
export function rowsFrom(fields: Fields): readonly { number?: number; cells: Record<string, string>; surplus: string }[] {
  const sent = fields['row']
  const keys = sent === undefined ? [] : typeof sent === 'string' ? [sent] : sent
  return keys.map((key) => {
    const cells = Object.fromEntries(columns.map((column) => [column, first(fields[`${column}.${key}`]) ?? '']))
    const surplus = first(fields[`surplus.${key}`]) ?? ''
    return /^\d+$/.test(key) ? { number: Number(key), cells, surplus } : { cells, surplus }
  })
}

type Props = { readonly call: PageCall; readonly state: FormState; readonly lines: readonly PersonLine[] }

/** Rows to correct and five empty ones to type into: a grid whose every cell has a name and its own sentence. */
export function PersonRows({ call, state, lines }: Props) {
  const say = words(call.language)
  return (
    <div class="scroll" role="region" aria-label={say('operation.to-correct')} tabIndex={0}>
      <table class="table">
        <caption class="visually-hidden">{say('operation.to-correct')}</caption>
        <thead><tr><th scope="col">{say('operation.row-number')}</th>{columns.map((column) => <th scope="col">{say(`grid.${column}`)}</th>)}</tr></thead>
        <tbody>
          {lines.map((line) => <RowOfInputs call={call} state={state} rowKey={String(line.number)} line={line} />)}
          {newRows.map((key) => <RowOfInputs call={call} state={state} rowKey={key} line={null} />)}
        </tbody>
      </table>
    </div>
  )
}

function RowOfInputs({ call, state, rowKey, line }: { readonly call: PageCall; readonly state: FormState; readonly rowKey: string; readonly line: PersonLine | null }) {
  const say = words(call.language)
  const title = line ? say('operation.row', { row: line.number }) : say('operation.new-rows')
  const ofRow = line?.faults.filter(({ column }) => column === '') ?? []
  const surplus = first(state.values[`surplus.${rowKey}`]) ?? line?.surplus ?? ''
  return (
    <tr class={line && line.faults.length > 0 ? 'late' : undefined}>
      <th scope="row">
        <input type="hidden" name="row" value={rowKey} />
        {title}
        {ofRow.map(({ sentence }) => <p class="ari-error-message">{sentence}</p>)}
        {surplus !== '' && <><br /><label class="small">{say('operation.surplus', { text: '' })}<input class="ari-input" name={`surplus.${rowKey}`} value={surplus} autocomplete="off" /></label></>}
      </th>
      {columns.map((column) => {
        const id = `${column}.${rowKey}`
        const fault = line?.faults.find((each) => each.column === column)?.sentence
        return (
          <td>
            <input class={`ari-input${fault ? ' ari-input--error' : ''}`} id={id} name={id} type="text" autocomplete="off" value={first(state.values[id]) ?? line?.typed[column] ?? ''}
              aria-label={`${title}: ${say(`grid.${column}`)}`} aria-invalid={fault ? true : undefined} aria-describedby={fault ? `${id}-error` : undefined} />
            {fault && <p class="ari-error-message" id={`${id}-error`}>{fault}</p>}
          </td>
        )
      })}
    </tr>
  )
}
