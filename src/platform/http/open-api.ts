import { z } from 'zod'
import type { Route } from '#platform/doors/route'

const schemaOf = (type: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any', reused: 'inline' })
  return schema
}

const refusal = {
  type: 'object',
  required: ['refused', 'message', 'errors'],
  properties: {
    refused: { type: 'string', description: 'The key of the rule that said no.' },
    message: { type: 'string', description: 'What would make it possible, in the language of the session.' },
    confirm: { type: 'string', description: 'Where to ask how to confirm that it is you, when a grave act wants that first.' },
    errors: { type: 'object', additionalProperties: { type: 'string' }, description: 'A sentence by field; the one under the empty name is about the whole.' },
  },
}
const refusedWith = (description: string) => ({ description, content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } })

/** The whole interface as an OpenAPI 3.1 document, made from the same routes that the doors open. */
export function openApiOf(routes: readonly Route[], server: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Ariadne', version: '1', description: 'Every act and question of Ariadne. The same rules and the same record apply as on the pages.' },
    servers: [{ url: server }],
    security: [{ session: [] }, { bearer: [] }],
    paths: Object.fromEntries(routes.map((route) => [`/api/v1/${route.name}`, pathOf(route)])),
    components: {
      schemas: { Refusal: refusal },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'ariadne_session' },
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of a session, or the key of a program: such a key opens the routes that it names, from its addresses, until its day, at its pace; more often is 429 with Retry-After.' },
      },
    },
  }
}

function pathOf(route: Route): object {
  const shared = {
    tags: [route.name.slice(0, route.name.indexOf('.'))],
    summary: route.about,
    ...(route.for === 'anyone' ? { security: [] } : {}),
    'x-admits': route.for,
    ...(route.grave ? { 'x-grave': route.grave } : {}),
    ...(route.place ? { 'x-compartment': route.place.entries } : {}),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: schemaOf(route.gives, 'input') } } },
      401: refusedWith('Nobody is signed in.'),
      ...(route.grave ? { 403: refusedWith('A grave act: confirm first that it is you, then send it again. A program with a key of its own cannot.') } : {}),
      404: refusedWith('It does not exist for you.'),
      409: refusedWith('A colleague was first.'),
      422: refusedWith('A rule said no; the sentence says what would be right.'),
    },
  }
  const asks = schemaOf(route.asks, 'input')
  const post = {
    post: {
      operationId: route.name,
      ...shared,
      parameters: route.kind === 'act' ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', format: 'uuid' }, description: 'A UUID. The same key sent again by the same account to the same route with the same input acts once; with other input it is refused.' }] : [],
      requestBody: { required: true, content: { 'application/json': { schema: asks } } },
    },
  }
  if (route.kind === 'act') return post
  const properties = typeof asks['properties'] === 'object' ? Object.entries(asks['properties'] as Record<string, object>) : []
  const required = Array.isArray(asks['required']) ? (asks['required'] as string[]) : []
  const parameters = properties.filter(([name]) => !route.notInAddress?.includes(name)).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
  return { ...post, get: { operationId: `${route.name}.get`, ...shared, parameters } }
}
