import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Download, Fields, FormPage, FormState, Page, Passage } from '#platform/doors/page'
import { confirmFirst } from '#platform/doors/confirmation'
import { perform, refuseStranger, sentOtherwise, type Outcome } from '#platform/doors/perform'
import { admits, type Route } from '#platform/doors/route'
import { besideFields, errorsOf, sentenceOf, statusOf } from '#platform/doors/sentence'
import { words } from '#platform/doors/words'
import { isId } from '#vocabulary/ids'
import { isRefusal, notFound, type Refusal } from '#vocabulary/refusal'
import { holdForm, takeHeldForm } from './held-forms.ts'
import { leaveFlash, pageCallOf, type Exchange } from './page-call.ts'
import { addressOfSearch, recalled } from './held-searches.ts'
import { fieldsWithFile, uploadStalled, withoutFile } from './sent-file.ts'
import type { Site } from './site.ts'
import { browserCookie, dropSecret, dropSession, keepSecret, keepSession, originOf, startedCookie, tripCookie, visitorOf, type Visitor } from './visitor.ts'

/** Puts the pages, forms and downloads of the modules at their addresses. */
export function openPageDoors(server: FastifyInstance, site: Site): void {
  const exchangeOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Exchange> => {
    const visitor = await visitorOf(site, request)
    return { request, reply, visitor, call: pageCallOf(site, request, reply, visitor) }
  }
  for (const { pages, forms, downloads = [], passages = [] } of site.modules) {
    for (const page of pages) server.get(page.at, async (request, reply) => showPage(site, page, await exchangeOf(request, reply)))
    for (const form of forms) {
      server.get(form.at, async (request, reply) => showForm(site, form, await exchangeOf(request, reply)))
      server.post(form.at, async (request, reply) => sendForm(site, form, await exchangeOf(request, reply)))
    }
    for (const { searchedAt, at, asks } of [...pages, ...forms]) {
      if (searchedAt === undefined || asks === null) continue
      server.get(searchedAt, (_request, reply) => reply.redirect(at, 303))
      server.post(searchedAt, async (request, reply) => search(site, { at, asks }, await exchangeOf(request, reply)))
    }
    for (const passage of passages) server.get(passage.at, async (request, reply) => goThrough(site, passage, await exchangeOf(request, reply)))
    for (const file of downloads) server.get(file.at, async (request, reply) => sendFile(site, file, await exchangeOf(request, reply)))
  }
}

async function ask(site: Site, { request, visitor, call }: Exchange, route: Route, input: unknown, once?: string): Promise<Outcome<unknown>> {
  const outcome = await perform(site.door, route, { actor: visitor.actor, language: visitor.language, from: visitor.from, input, once, address: request.query as Fields })
  if (outcome.answered) return outcome
  const { refused, field } = outcome.refusal
  // An address that names nothing that could be is an address without a page.
  return field !== undefined && refused.startsWith('input-') && Object.hasOwn(call.params, field) ? { answered: false, refusal: notFound } : outcome
}

async function showPage(site: Site, page: Page, came: Exchange): Promise<FastifyReply> {
  if (mustSignIn(page.asks, came)) return toSignIn(site, page.asks, came)
  const exchange = await recalled(site, page, came)
  if (exchange === null) return searchForgotten(site, page, came)
  const outcome = await ask(site, exchange, page.asks, page.input(exchange.call))
  if (!outcome.answered) return showTrouble(site, exchange, page.asks, outcome.refusal)
  return sendPage(site, exchange.reply, page.view(exchange.call, outcome.value as never))
}

async function showForm(site: Site, form: FormPage, came: Exchange): Promise<FastifyReply> {
  const { request, reply, visitor } = came
  if (mustSignIn(form.asks ?? form.does, came)) return toSignIn(site, form.asks ?? form.does, came)
  const exchange = await recalled(site, form, came)
  if (exchange === null) return searchForgotten(site, form, came)
  const held = await takeHeldForm(site, request, reply, visitor, request.url)
  return drawForm(site, form, exchange, { values: held ?? {}, errors: {}, once: randomUUID(), kept: held !== null })
}

/** Holds what was searched for and leads to the page under its number; also for somebody who has to sign in again first. */
async function search(site: Site, { at, asks }: { readonly at: string; readonly asks: Route }, exchange: Exchange): Promise<FastifyReply> {
  const { reply, visitor } = exchange
  if (visitor.actor !== null && !admits(asks, visitor.actor)) {
    await ask(site, exchange, asks, {})
    return showTrouble(site, exchange, asks, notFound)
  }
  const address = await addressOfSearch(site, at, exchange)
  if (address === null) return showTrouble(site, exchange, asks, { refused: 'input-too-long', with: { most: 200 } })
  return mustSignIn(asks, exchange) ? toSignIn(site, asks, exchange, address) : reply.redirect(address, 303)
}

/** A search is held for the day alone; afterwards the page is shown as it is without one, and says why. */
function searchForgotten(site: Site, { at }: Pick<Page, 'at'>, { reply, visitor }: Exchange): FastifyReply {
  leaveFlash(site, reply, words(visitor.language)('search-forgotten'))
  return reply.redirect(at, 303)
}

async function drawForm(site: Site, form: FormPage, exchange: Exchange, state: FormState): Promise<FastifyReply> {
  const { call, visitor } = exchange
  if (form.asks === null) {
    if (!admits(form.does, visitor.actor)) return showTrouble(site, exchange, form.does, { refused: 'not-found', status: 404 })
    return sendPage(site, exchange.reply, form.view(call, null as never, state))
  }
  const outcome = await ask(site, exchange, form.asks, form.input(call))
  if (!outcome.answered) return showTrouble(site, exchange, form.asks, outcome.refusal)
  return sendPage(site, exchange.reply, form.view(call, outcome.value as never, state))
}

async function sendForm(site: Site, form: FormPage, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply, visitor, call } = exchange
  // A file is taken only from somebody whom the form is for; what others send is not even read.
  const file = request.isMultipart() ? form.takesFile : undefined
  const body = file && admits(form.does, visitor.actor) ? await fieldsWithFile(request, file, visitor.actor?.account ?? visitor.from.address) : request.body
  if (isRefusal(body) && body.refused === uploadStalled) reply.header('connection', 'close')
  if (isRefusal(body)) return formRefused(site, form, exchange, { fields: {}, token: randomUUID(), refusal: body })
  const { once, ...fields } = (body ?? {}) as Record<string, string | string[]>
  if (mustSignIn(form.does, exchange)) {
    await holdForm(site, reply, visitor, request.url, fields)
    return toSignIn(site, form.does, exchange)
  }
  const token = isId(once) ? once : randomUUID()
  const outcome = await ask(site, exchange, form.does, form.sends(call, fields), token)
  if (!outcome.answered) return formRefused(site, form, exchange, { fields: file ? withoutFile(fields, file) : fields, token, refusal: outcome.refusal })
  minding(site, form.does, outcome.value, reply)
  const shown = form.shows?.(call, outcome.value as never)
  if (shown) return sendPage(site, reply, shown)
  const sentence = form.says?.(call, outcome.value as never)
  if (sentence) leaveFlash(site, reply, sentence)
  return reply.redirect(form.leadsTo(call, outcome.value as never, fields), 303)
}

type RefusedForm = { readonly fields: Fields; readonly token: string; readonly refusal: Refusal }

async function formRefused(site: Site, form: FormPage, exchange: Exchange, { fields, token, refusal }: RefusedForm): Promise<FastifyReply> {
  if (refusal.refused === confirmFirst) {
    await holdForm(site, exchange.reply, exchange.visitor, exchange.request.url, fields)
    return toConfirm(exchange)
  }
  if (refusal.status === 404) return showTrouble(site, exchange, form.does, refusal)
  exchange.reply.status(statusOf(refusal))
  const errors = besideFields(errorsOf(refusal, form.does.name, exchange.visitor.language), fields)
  // The token is spent where it was good for something else: sent once more, this is an act of its own.
  const once = refusal.refused === sentOtherwise ? randomUUID() : token
  return drawForm(site, form, exchange, { values: fields, errors, once, kept: false })
}

async function sendFile(site: Site, file: Download, exchange: Exchange): Promise<FastifyReply> {
  if (mustSignIn(file.asks, exchange)) return toSignIn(site, file.asks, exchange)
  const asks: Route = file.grave ? { ...file.asks, grave: true, graveWith: () => true } : file.asks
  const outcome = await ask(site, exchange, asks, file.input(exchange.call))
  if (!outcome.answered) return showTrouble(site, exchange, file.asks, outcome.refusal)
  const made = await file.file(exchange.call, outcome.value as never)
  if (isRefusal(made)) return showTrouble(site, exchange, file.asks, made)
  const { bytes, type, name, asIs } = made
  const safeName = name.replaceAll(/[^\w.-]/g, '-')
  if (asIs) {
    // The name in letters of its own comes beside the plain one, every other character of it encoded.
    const whole = encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
    return exchange.reply.headers({ 'content-disposition': `attachment; filename="${safeName}"; filename*=UTF-8''${whole}`, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }).type(type).send(Buffer.from(bytes))
  }
  return exchange.reply.header('content-disposition', `inline; filename="${safeName}"`).type(type).send(Buffer.from(bytes))
}

async function goThrough(site: Site, passage: Passage, exchange: Exchange): Promise<FastifyReply> {
  const { reply, call } = exchange
  if (mustSignIn(passage.does, exchange)) return toSignIn(site, passage.does, exchange)
  const outcome = await ask(site, exchange, passage.does, passage.sends(call))
  if (!outcome.answered) return reply.redirect(passage.otherwise(call, outcome.refusal), 303)
  minding(site, passage.does, outcome.value, reply)
  const sentence = passage.says?.(call, outcome.value as never)
  if (sentence) leaveFlash(site, reply, sentence)
  return reply.redirect(passage.leadsTo(call, outcome.value as never), 303)
}

/** A route about the session itself answers with a token, with none when the session has ended, or with that of a sign-in that waits: the cookies follow. */
export function minding(site: Site, route: Route, value: unknown, reply: FastifyReply): void {
  if (!(route.name.startsWith('session.') || route.renewsSession) || route.kind !== 'act') return
  if (typeof value !== 'object' || value === null) return
  const token = 'token' in value ? value.token : undefined
  if (typeof token === 'string') keepSession(site, reply, token)
  // Whoever sits down after her finds nothing of hers: what the browser had kept of these pages goes with the session.
  if (token === null) {
    dropSession(site, reply)
    void reply.header('clear-site-data', '"cache", "storage"')
  }
  if (token !== undefined) dropSecret(site, reply, startedCookie)
  // Null beside a token is an invented person's, who is known in no browser and leaves it as it was.
  if ('browser' in value && value.browser === null && token === undefined) dropSecret(site, reply, browserCookie)
  if ('browser' in value && typeof value.browser === 'string') keepSecret(site, reply, { name: browserCookie, secret: value.browser, seconds: 90 * 86_400 })
  if ('started' in value && typeof value.started === 'string') keepSecret(site, reply, { name: startedCookie, secret: value.started, seconds: 600 })
  if ('trip' in value && typeof value.trip === 'string') keepSecret(site, reply, { name: tripCookie, secret: value.trip, seconds: 600 })
}

const mustSignIn = (route: Route, { visitor }: Exchange): boolean => visitor.actor === null && route.for !== 'anyone'

async function toSignIn(site: Site, route: Route, { request, reply, visitor }: Exchange, next = request.url): Promise<FastifyReply> {
  // Whoever shows a session that opens nothing has tried a door; whoever shows none has only come by.
  if (visitor.token !== null) await refuseStranger(site.door, route)
  return reply.redirect(comingBack('/sign-in', next), 303)
}

/** An address that says where to go afterwards, unless that is longer than the headers of an answer should be. */
const comingBack = (to: string, url: string): string => (url.length > 2_000 ? to : `${to}?next=${encodeURIComponent(url)}`)

/** Where somebody shows that it is them, and comes back from to what they were about to do. */
const toConfirm = ({ request, reply }: Exchange): FastifyReply => reply.redirect(comingBack('/confirm', request.url), 303)

const sendPage = (site: Site, reply: FastifyReply, view: Parameters<Site['render']>[0]): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(site.render(view))

async function showTrouble(site: Site, exchange: Exchange, route: Route, refusal: Refusal): Promise<FastifyReply> {
  if (refusal.refused === confirmFirst) return toConfirm(exchange)
  const { reply, call, visitor } = exchange
  const status = statusOf(refusal)
  reply.status(status)
  return sendPage(site, reply, site.troublePage(call, { status, sentence: sentenceOf(refusal, route.name, visitor.language) }))
}

/** The page for what broke or was refused before any route was reached. */
export async function sendTrouble(site: Site, request: FastifyRequest, reply: FastifyReply, trouble: { status: number; refusal: Refusal }): Promise<FastifyReply> {
  const visitor = await visitorOf(site, request).catch((): Visitor => ({ actor: null, language: 'en', now: new Date(site.door.clock()).toISOString() as Visitor['now'], token: null, from: originOf(request) }))
  const call = pageCallOf(site, request, reply, visitor)
  const sentence = sentenceOf(trouble.refusal, 'platform.trouble', visitor.language)
  reply.status(trouble.status)
  return sendPage(site, reply, site.troublePage(call, { status: trouble.status, sentence }))
}
