/** Something about the database that the person who runs the installation must put right; its message says what and how. */
export class DatabaseTrouble extends Error {
  override readonly name = 'DatabaseTrouble'
}

/** The database cannot be reached now; the same act may succeed a moment later. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway'
  constructor(cause: unknown) {
    super('The database cannot be reached at this moment.', { cause })
  }
}

const awayCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH',
  '53300', '57P01', '57P02', '57P03',
])
// pg reports these four without a code.
const awayMessages = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Cannot use a pool after)/

/** Tells a lost or refused connection from a statement that was answered with an error. */
export function isAway(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return awayCodes.has(code) || code.startsWith('08') || awayMessages.test(error.message)
}

/** The code that PostgreSQL gives an error, such as `23505` for a value that exists already. */
export const sqlState = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const collisions = new Set(['40P01', '40001'])

/** Whether two acts stood in each other's way, so that the database undid one of them whole: the same act may succeed at once. */
export const collided = (error: unknown): boolean => collisions.has(sqlState(error) ?? '')
