import { workInThread } from '#platform/threads/work-in-thread'

/** A thread that does what it is told, for the test of those who wait for it. */
workInThread<{ readonly does: string }, string, number>(({ does }, tell) => {
  if (does === 'throws') throw new Error('it was thrown')
  if (does === 'dies') process.exit(3)
  if (does.startsWith('counts')) for (const at of [1, 2, 3]) tell(at)
  while (does.endsWith('hangs')) continue
  return does === 'counts' ? 'counted' : 'answered'
})
