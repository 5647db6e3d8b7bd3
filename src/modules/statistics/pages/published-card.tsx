import type { ReferencePoint } from '#codebook'
import { Card, Chip, DataTable } from '#design'
import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** Figures that reports printed, beside tables that they may be compared with: with their source and its date, and never as counts of ours. */
export function PublishedCard({ call, isBeside }: { readonly call: PageCall; readonly isBeside: (point: ReferencePoint) => boolean }) {
  const say = words(call.language)
  const points = call.installation.codebook.referencePoints.filter(isBeside)
  if (points.length === 0) return null
  return (
    <Card title={say('published.title')}>
      <p class="quiet">{say('published.intro')}</p>
      <DataTable caption={say('published.title')} empty="" columns={[{ heading: say('published.what') }, { heading: say('column.figure') }, { heading: say('published.period') }, { heading: say('reading.source') }, { heading: say('published.date') }]}
        rows={points.map(({ label, figure, period, source, published, verified }) => ({ cells: [label[call.language], <span class="strong">{figure[call.language]}</span>, period[call.language], <>{source} {verified === false && <Chip>{say('published.unverified')}</Chip>}</>, published[call.language]] }))} />
    </Card>
  )
}
