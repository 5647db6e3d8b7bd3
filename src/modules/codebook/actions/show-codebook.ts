import { z } from 'zod'
import { route } from '#platform/doors/route'
import { anyOf, reads, writes } from '#vocabulary/place'
import { Codebook } from '../domain/codebook-schema.ts'

export const showCodebook = route({
  name: 'codebook.show',
  kind: 'ask',
  for: anyOf(reads('numbers', 'none'), writes('deliveries', 'own-office')),
  about: 'Variables and code lists with versions, definitions, sources and their names in other schemes; the items that services hand over; figures that reports printed.',
  asks: z.strictObject({}),
  gives: Codebook,
  answers: ({ installation }) => Promise.resolve(installation.codebook),
})
