import { classesOf, classOf, labelOf, type Class } from './classes.ts'
import type { Drawing, Paper, PictureWords, Shown } from './drawing.ts'
import { hiddenPattern, Patterns } from './patterns.tsx'
import { atMost, ink, Line, Lines, linesOf, quiet, widthOf } from './words-drawn.tsx'

/** A place on the map: where its tile lies, and its figure. Places that are counted together bear the same mark. */
export type Tile = Shown & { readonly row: number; readonly column: number; readonly mark?: string }

type Say = PictureWords & { readonly aboutTiles: string }

/** A map of equal tiles, each about where its place lies, shaded in a few classes with the figure written in it. */
export function tiles(places: readonly Tile[], apart: readonly Shown[], { width, ids }: Paper, say: Say): Drawing {
  const isNarrow = width < 500
  const columns = Math.max(...places.map(({ column }) => column)) + 1
  const rows = Math.max(...places.map(({ row }) => row)) + 1
  const wide = Math.min(150, Math.floor(width / columns))
  const tall = isNarrow ? 76 : Math.min(92, wide * 0.72)
  const classes = classesOf(places)
  const key = keyOf(classes, places, say, width)
  const top = rows * tall + 20
  return {
    height: top + key.height + apart.length * 24, isWhole: true,
    notes: [say.aboutTiles, ...([...places, ...apart].some(({ value }) => value === 'hidden') ? [say.aboutHidden] : [])],
    content: (
      <>
        <Patterns ids={ids} />
        {places.map((place) => <TileDrawn place={place} classes={classes} wide={wide} tall={tall} size={isNarrow ? 10.5 : 14} ids={ids} />)}
        {key.items.map(({ label, fill, x, y }) => <><rect x={x} y={top + y} width="24" height="18" fill={fill === 'hidden' ? hiddenPattern(ids) : fill} stroke={ink} /><Line x={x + 32} y={top + y + 14} size={15}>{label}</Line></>)}
        {apart.map(({ label, says }, index) => <Line x={0} y={top + key.height + 16 + index * 24} size={15}>{`${label}: ${says}`}</Line>)}
      </>
    ),
  }
}

function TileDrawn({ place, classes, wide, tall, size, ids }: { readonly place: Tile; readonly classes: readonly Class[]; readonly wide: number; readonly tall: number; readonly size: number; readonly ids: string }) {
  const own = typeof place.value === 'number' ? classOf(classes, place.value) : undefined
  const [x, y] = [place.column * wide, place.row * tall]
  const lines = atMost(brokenWords(place.label, size, wide - 1), Math.floor((tall - size - 16) / (size + 1)))
  const isHidden = place.value === 'hidden'
  const fill = own?.isDark ? '#ffffff' : ink
  return (
    <>
      <rect x={x + 1.5} y={y + 1.5} width={wide - 3} height={tall - 3} rx="3" fill={isHidden ? hiddenPattern(ids) : (own?.tone ?? '#ffffff')} stroke={ink} stroke-width="1" stroke-dasharray={isHidden ? '4 3' : undefined} />
      <Lines lines={lines} step={size + 1} x={x + wide / 2} y={y + size + 4} size={size} at="middle" fill={fill} halo={isHidden} />
      {typeof place.value === 'number'
        ? <Line x={x + wide / 2} y={y + tall - 10} size={size + 6} bold at="middle" fill={fill}>{place.mark ? `${place.says} ${place.mark}` : place.says}</Line>
        : <Line x={x + wide / 2} y={y + tall - 10} size={size} at="middle" fill={isHidden ? ink : quiet} halo={isHidden}>{place.mark ? `${place.says} ${place.mark}` : place.says}</Line>}
    </>
  )
}

/** A name as narrow as a tile: a word that is too long for it breaks after its hyphen, or where it must. */
function brokenWords(label: string, size: number, width: number): readonly string[] {
  return linesOf(label.replaceAll('-', '- '), size, width).flatMap((each) => {
    if (widthOf(each, size) <= width) return [each]
    const fits = [...each].findIndex((_, index) => widthOf(`${each.slice(0, index + 1)}-`, size) > width)
    return [`${each.slice(0, fits)}-`, each.slice(fits)]
  }).reduce<string[]>((lines, each) => {
    const last = lines.at(-1)
    // A hyphen that needed no new line is joined again.
    return last?.endsWith('-') && widthOf(last + each, size) <= width ? [...lines.slice(0, -1), last + each] : [...lines, each]
  }, []).map((each) => each.replaceAll('- ', '-'))
}

type Key = { readonly height: number; readonly items: readonly { readonly label: string; readonly fill: string; readonly x: number; readonly y: number }[] }

function keyOf(classes: readonly Class[], places: readonly Tile[], say: Say, width: number): Key {
  const entries = [
    ...(places.some(({ value }) => value === 0) ? [{ label: '0', fill: '#ffffff' }] : []),
    ...classes.map((each) => ({ label: labelOf(each, say), fill: each.tone })),
    ...(places.some(({ value }) => value === 'hidden') ? [{ label: say.hidden, fill: 'hidden' }] : []),
  ]
  const items: { label: string; fill: string; x: number; y: number }[] = []
  let [x, y] = [0, 0]
  for (const entry of entries) {
    const wide = widthOf(entry.label, 15) + 56
    if (x > 0 && x + wide > width) { x = 0; y += 28 }
    items.push({ ...entry, x, y })
    x += wide
  }
  return { height: y + 34, items }
}
