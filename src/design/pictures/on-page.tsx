import type { Drawing, Paper } from './drawing.ts'

/** How wide a drawing is made for a broad screen and for a phone. */
const widths = [{ width: 760, name: 'broad' }, { width: 340, name: 'slim' }] as const

/** A drawing on a page, made for both widths; the figures stand in the table beside it, so that those who listen are told where. */
export function Picture({ label, ids, draw }: { readonly label: string; readonly ids: string; readonly draw: (paper: Paper) => Drawing }) {
  const drawings = widths.map(({ width, name }) => ({ width, name, drawing: draw({ width, ids: `${ids}-${name}`, once: `${ids}-once` }) }))
  const once = drawings[0]?.drawing.once
  return (
    <figure class="picture">
      {once !== undefined && <svg class="picture__once" aria-hidden="true"><defs><g id={`${ids}-once`}>{once}</g></defs></svg>}
      {drawings.map(({ width, name, drawing: { height, content } }) => (
        <svg class={`picture__${name}`} viewBox={`0 -4 ${width} ${Math.ceil(height) + 8}`} role="img" aria-label={label}>{content}</svg>
      ))}
      {drawings[0] && drawings[0].drawing.notes.length > 0 && <figcaption class="quiet small">{drawings[0].drawing.notes.join(' ')}</figcaption>}
    </figure>
  )
}
