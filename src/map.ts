/** Who may lean on whom: the only place where direction is said. Read it from the bottom up. `tests/map.test.ts` holds every import to it. */
export const levels = [
  ['vocabulary'],
  ['platform'],
  ['design'],
  ['accounts', 'codebook', 'law'],
  ['cases'],
  ['detection', 'referral', 'protection', 'reception', 'redress', 'prosecution', 'access'],
  ['statistics', 'retention', 'linkage', 'questionnaires', 'coordination', 'international'],
  ['analyses'],
  ['public-site', 'learning', 'countries'],
  ['main'],
] as const

/** Inside a module a room may import from the rooms to its left, never to its right. */
export const rooms = ['domain', 'store', 'actions', 'pages'] as const
