import { refuse, type Refusal } from '#vocabulary/refusal'
import type { Installation } from './call.ts'
import type { HeldFile, Route } from './route.ts'

/** Whether a file that is sent may be read: a refusal where a virus was found, or where a search is set up and nobody could say. */
export async function refusalOfFile({ holdsFile }: Pick<Route, 'holdsFile'>, { virusSearch }: Installation, input: unknown): Promise<Refusal | undefined> {
  const bytes = holdsFile && fileIn(holdsFile, input)
  if (!bytes || !virusSearch) return undefined
  const found = await virusSearch.search(bytes)
  const { field } = holdsFile
  switch (found.verdict) {
    case 'clean': return undefined
    case 'found': return refuse('virus-found', { field, with: { name: found.name } })
    case 'not-taken': return refuse('virus-not-taken', { field })
    case 'away': return refuse('virus-unsearched', { field, status: 503 })
  }
}

function fileIn(held: HeldFile, input: unknown): Buffer | undefined {
  const content: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, held.in) : undefined
  return typeof content === 'string' && content !== '' ? Buffer.from(content, 'base64') : undefined
}
