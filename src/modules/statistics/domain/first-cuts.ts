import type { Cut, Wish } from './cut.ts'
import type { CellWeb } from './cell-web.ts'

/** What each line demands by itself: those beside a sensitive figure must be able to move the other way, or with it on the other side of the sum. */
export function cutsOfLines(web: CellWeb, wishes: readonly Wish[]): readonly Cut[] {
  return wishes.flatMap(({ figure, side, level }) => (web.linesOf[figure] ?? []).map(({ line, sign }): Cut => {
    const { cells, signs } = web.lines[line] ?? { cells: [], signs: [] }
    const others = cells.flatMap((other, index) => {
      if (other === figure) return []
      const shrinks = (signs[index] === sign) === (side === 'up')
      const weight = shrinks ? Math.min(level, web.values[other] ?? 0) : level
      return weight > 0 ? [{ other, weight }] : []
    })
    return { figures: others.map(({ other }) => other), weights: others.map(({ weight }) => weight), level }
  }))
}

/** Nobody hides one figure alone in a line, where the sum tells it: hiding it would cost and hide nothing. */
export function cutsAgainstLoneFigures(web: CellWeb): readonly Cut[] {
  return web.lines.flatMap(({ cells }) => cells.map((lone): Cut => {
    const others = cells.filter((cell) => cell !== lone)
    return { figures: [...others, lone], weights: [...others.map(() => 1), -1], level: 0 }
  }))
}
