import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** The figures for the government report, by year; nothing where there is no year with any. */
export function ReportYears({ call, years }: { readonly call: Pick<PageCall, 'language'>; readonly years: readonly number[] }) {
  if (years.length === 0) return null
  return <p><span class="strong">{words(call.language)('report.link')}:</span> {years.map((year, index) => <>{index > 0 && ' · '}<a href={`/hand-overs/report/${year}`}>{year}</a></>)}</p>
}
