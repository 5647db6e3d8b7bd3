import { ink, quiet, sea } from './words-drawn.tsx'

/** How many categories can be told apart in grey. */
export const mostPatterns = 8

const grounds = ['#0d4f5c', '#ffffff', '#7fa9b2', '#ffffff', '#d3e2e6', '#ffffff', '#44545f', '#b9cdd3'] as const
const marks = [null, 'M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6', null, 'M2,2 h2 v2 h-2 z', null, 'M0,4 H8 M4,0 V8', 'M0,2 H8', 'M-1,1 L7,9 M1,-1 L9,7'] as const

export const patternOf = (ids: string, index: number): string => `url(#${ids}-${index % mostPatterns})`
export const hiddenPattern = (ids: string): string => `url(#${ids}-hidden)`
/** What can be read on a pattern: dark on light and patterned grounds, with a white edge; white on dark. */
export const isDark = (index: number): boolean => [0, 6].includes(index % mostPatterns)

/** Fills that differ in lightness and in drawing, so that they are told apart in grey and by whoever sees no colours. */
export const Patterns = ({ ids }: { readonly ids: string }) => (
  <defs>
    {grounds.map((ground, index) => (
      <pattern id={`${ids}-${index}`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" fill={ground} />
        {marks[index] && <path d={marks[index]} stroke={index === 6 ? '#ffffff' : sea} stroke-width={index === 6 ? 1 : 1.3} fill={index === 3 ? sea : 'none'} />}
      </pattern>
    ))}
    <HiddenPattern ids={ids} />
  </defs>
)

/** The fill of what is hidden, by itself. */
export const HiddenPattern = ({ ids, scale = 1 }: { readonly ids: string; readonly scale?: number }) => (
  <pattern id={`${ids}-hidden`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform={scale === 1 ? undefined : `scale(${scale})`}><rect width="6" height="6" fill="#ffffff" /><path d="M0,6 L6,0" stroke={quiet} stroke-width="0.7" /></pattern>
)

/** What stands for a hidden figure: an empty place with a broken edge, never a length. */
export const HiddenBox = ({ x, y, width, height, ids }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly ids: string }) => (
  <rect x={x} y={y} width={width} height={height} fill={hiddenPattern(ids)} stroke={ink} stroke-width="1" stroke-dasharray="4 3" />
)
