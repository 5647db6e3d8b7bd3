import type { ComponentChildren } from 'preact'
import type { Language } from '#vocabulary/language'
import { words } from './sentences.ts'

export type Tone = 'late' | 'soon' | 'good' | 'calm' | 'plain'

export const Chip = ({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ComponentChildren }) => <span class={`chip chip--${tone}`}>{children}</span>

export const Card = ({ title, tone, children, id }: { readonly title?: string; readonly tone?: 'now' | 'late'; readonly children: ComponentChildren; readonly id?: string }) => (
  <section class={`card${tone ? ` card--${tone}` : ''}`} id={id}>{title && <h2>{title}</h2>}{children}</section>
)

export const Notice = ({ tone = 'calm', children }: { readonly tone?: Tone; readonly children: ComponentChildren }) => <div class={`notice notice--${tone}`}>{children}</div>

/** Facts as pairs of a name and what it is. */
export const FactList = ({ facts, marked = false }: { readonly facts: readonly (readonly [ComponentChildren, ComponentChildren])[]; readonly marked?: boolean }) => (
  <dl class={marked ? 'facts facts--marked' : 'facts'}>{facts.map(([name, value]) => <div><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
)

export type Column = { readonly heading: string; readonly number?: boolean }
export type Row = { readonly tone?: 'late' | 'soon' | undefined; readonly cells: readonly ComponentChildren[] }

/** A table for people who scan; on a phone each row stands as a block with its headings, and the roles keep it a table for those who listen. */
export function DataTable({ caption, columns, rows, empty, showCaption = false }: { readonly caption: string; readonly columns: readonly Column[]; readonly rows: readonly Row[]; readonly empty: string; readonly showCaption?: boolean }) {
  if (rows.length === 0) return <p class="quiet">{empty}</p>
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class="table table--stack" role="table">
        <caption class={showCaption ? '' : 'visually-hidden'}>{caption}</caption>
        <thead role="rowgroup"><tr role="row">{columns.map(({ heading, number }) => <th scope="col" role="columnheader" class={number ? 'number' : undefined}>{heading}</th>)}</tr></thead>
        <tbody role="rowgroup">
          {rows.map(({ tone, cells }) => (
            <tr class={tone} role="row">{cells.map((cell, index) => <td role="cell" data-heading={columns[index]?.heading || undefined} class={columns[index]?.number ? 'number' : undefined}>{cell}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export type Tile = { readonly count: number; readonly label: string; readonly tone?: 'late' | 'soon' | undefined; readonly href?: string | undefined }
export const Tiles = ({ tiles }: { readonly tiles: readonly Tile[] }) => (
  <ul class="tiles">
    {tiles.map(({ count, label, tone, href }) => {
      const content = <><span class="tile__number">{count}</span><span>{label}</span></>
      return <li class={`tile${tone && count > 0 ? ` tile--${tone}` : ''}`}>{href ? <a href={href}>{content}</a> : content}</li>
    })}
  </ul>
)

export type LawNoteProps = { readonly language: Language; readonly law: readonly { readonly title: string; readonly about: string; readonly url: string | null; readonly verified: boolean }[] }
/** The articles behind a date or a step, with what nobody has checked yet marked so. */
export function LawNote({ language, law }: LawNoteProps) {
  if (law.length === 0) return null
  const isUnverified = law.some(({ verified }) => !verified)
  return (
    <span class="law">
      {law.map(({ title, about, url }, index) => <>{index > 0 && ' · '}{url ? <a class="law" href={url} title={about} rel="noreferrer">{title}</a> : <span title={about}>{title}</span>}</>)}
      {isUnverified && <> <Chip>{words(language)('not-verified')}</Chip></>}
    </span>
  )
}

export const Timeline = ({ items }: { readonly items: readonly { readonly when: string; readonly what: ComponentChildren; readonly note?: ComponentChildren }[] }) => (
  <ol class="timeline">{items.map(({ when, what, note }) => <li><span class="strong">{when}</span> {what}{note && <div class="quiet small">{note}</div>}</li>)}</ol>
)

export const Tabs = ({ label, tabs }: { readonly label: string; readonly tabs: readonly { readonly href: string; readonly label: string; readonly current: boolean }[] }) => (
  <nav aria-label={label} class="no-print"><ul class="tabs">{tabs.map((tab) => <li><a href={tab.href} aria-current={tab.current ? 'page' : undefined}>{tab.label}</a></li>)}</ul></nav>
)

export const Details = ({ summary, children, open = false }: { readonly summary: ComponentChildren; readonly children: ComponentChildren; readonly open?: boolean }) => (
  <details class="ari-details" open={open}><summary class="ari-details__summary"><span class="ari-details__summary-text">{summary}</span></summary><div class="ari-details__text">{children}</div></details>
)

/** Links to the page before and the page after of a list of which only this page was counted. */
export const MorePages = ({ language, list, href }: { readonly language: Language; readonly list: { readonly page: number; readonly hasMore: boolean }; readonly href: (page: number) => string }) => (
  <Pagination language={language} page={list.page} pages={list.hasMore ? list.page + 1 : list.page} href={href} />
)

/** Links to the pages of a long list; the address of a page is made by the caller. */
export function Pagination({ language, page, pages, href }: { readonly language: Language; readonly page: number; readonly pages: number; readonly href: (page: number) => string }) {
  if (pages <= 1) return null
  const say = words(language)
  return (
    <nav class="buttons" aria-label={say('pages')}>
      {page > 1 && <a href={href(page - 1)} rel="prev">{say('previous')}</a>}
      <span class="quiet">{say('page-of', { page, pages })}</span>
      {page < pages && <a href={href(page + 1)} rel="next">{say('next')}</a>}
    </nav>
  )
}
