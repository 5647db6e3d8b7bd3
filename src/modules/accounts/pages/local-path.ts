import type { Fields } from '#platform/doors/page'

/** Where to go after signing in: only a path of ours, for an address that somebody sent may name another site. */
export function localPath(query: Fields): string {
  const { next } = query
  return typeof next === 'string' && next.length <= 2_000 && /^\/(?![/\\])[!-[\]-~]*$/.test(next) ? next : '/'
}

/** The same destination, carried along in the address of a form. */
export const carrying = (path: string, query: Fields): string => {
  const next = localPath(query)
  return next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`
}
