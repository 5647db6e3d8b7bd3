import type { Instant } from '#vocabulary/instant'

type Answered = { readonly until: Instant; readonly answer: 'approved' | 'refused' | 'withdrawn' | 'expired' | null; readonly usedAt: Instant | null }

/** What became of what was asked: the days of a yes run out as those of a question do. */
export function approvalState({ until, answer, usedAt }: Answered, now: Instant): 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired' | 'used' {
  if (usedAt !== null) return 'used'
  const isOver = until <= now && (answer === null || answer === 'approved')
  return isOver ? 'expired' : (answer ?? 'waiting')
}
