import type { FastifyBaseLogger } from 'fastify'
import { accessDoors } from '#access'
import { accountMatters, accountsDoors, actorOfKey, actorOfSession, mayBeOpened, officeNameIn, ownerOfEndedSession, signInSettings } from '#accounts'
import { casesDoors, countLateClocks } from '#cases'
import { assetsFolder, renderPage } from '#design'
import { codebookDoors } from '#codebook'
import { detectionDoors, signOf, type Detection } from '#detection'
import type { Pack } from '#law'
import type { Configuration } from '#platform/configuration'
import { readConsentRules } from '#cases'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { VirusSearch } from '#platform/attachments/virus-search'
import { mailSettingsOf } from '#platform/mail/mail-settings'
import type { Database } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import type { Installation } from '#platform/doors/call'
import type { Door } from '#platform/doors/perform'
import type { Site } from '#platform/http/site'
import { dayIn, instant } from '#vocabulary/instant'
import type { Label } from '#vocabulary/language'
import { protectionDoors } from '#protection'
import { freeCentres, receptionDoors } from '#reception'
import { readRights, referralDoors, waitingForSender } from '#referral'
import { textFolder } from '#platform/text-folder'
import { analysesDoors, analysisMatters } from '#analyses'
import { retentionDoors } from '#retention'
import { readCountingRules, readHandOvers, releaseMatters, statisticsDoors } from '#statistics'
import { packFolder, readCountryCodebook, readCountryDetection } from './country-pack.ts'
import { mainDoors } from './main-doors.tsx'
import { reactions } from './reactions.ts'
import { readAccessTexts } from './record/read-access-words.ts'
import { recordDoors } from './record/record-doors.ts'
import { TroublePage } from './trouble-page.tsx'

/** Every module that stands on the doors; what is not in this list cannot be reached. */
export const modules = [accountsDoors, detectionDoors, referralDoors, receptionDoors, casesDoors, protectionDoors, accessDoors, statisticsDoors, codebookDoors, analysesDoors, retentionDoors, recordDoors, mainDoors]

/** The door of an installation: its database, its country, its clock. */
export function composeDoor(db: Database, settings: Configuration, pack: Pack, clock: () => Date = () => new Date()): Door {
  const detection = readCountryDetection(settings.ARIADNE_COUNTRY, settings.ARIADNE_HOME)
  const folder = packFolder(settings.ARIADNE_COUNTRY)
  const codebook = readCountryCodebook(settings.ARIADNE_COUNTRY, pack, detection)
  const publicUrl = settings.ARIADNE_PUBLIC_URL ?? `http://localhost:${settings.PORT}`
  const installation: Installation = {
    mode: settings.ARIADNE_MODE,
    zone: pack.country.zone,
    publicUrl,
    mail: mailSettingsOf(settings, publicUrl),
    signIn: signInSettings(settings, publicUrl),
    pack,
    fourEyes: pack.country.fourEyes,
    wordsOfMatters: { ...accountMatters, ...releaseMatters, ...analysisMatters },
    routesForMachines: modules.flatMap((module) => module.routes),
    keysOpen: pack.country.keysOpen,
    metricsToken: settings.METRICS_TOKEN,
    virusSearch: settings.ARIADNE_VIRUS_SCANNER === undefined ? undefined : new VirusSearch(settings.ARIADNE_VIRUS_SCANNER),
    packFolder: folder,
    detection,
    codebook,
    rights: readRights(textFolder(folder, '.yaml')),
    access: readAccessTexts(textFolder(folder, '.yaml'), pack),
    attachments: new AttachmentFolder(settings.ARIADNE_HOME),
    consent: readConsentRules(textFolder(folder, '.yaml')),
    counting: readCountingRules(textFolder(folder, '.yaml'), pack),
    handOvers: readHandOvers(packFolder('international'), folder, codebook),
    cameBack: waitingForSender,
    forOperations: { expireOnDay: detection.rules.operations.expireOnDay, freePlaces: freeCentres, sectors: detection.questions.sectors, signs: signTexts(detection.packs) },
  }
  return { db, installation, clock, reactions }
}

/** What each sign says, whichever list it stands in; the first list that has it words it. */
const signTexts = (packs: Detection['packs']): ReadonlyMap<string, Label> =>
  new Map(packs.flatMap((pack) => pack.items.map((item) => [signOf(pack, item), item.text] as const)).toReversed())

/** The web site around a door. */
export function composeSite(door: Door, log: FastifyBaseLogger, limits: Pick<Site, 'requestsPerMinute'> = {}): Site {
  const byName = new Map(door.installation.routesForMachines.map((one) => [one.name, one]))
  return {
    door,
    modules,
    actorOf: (token, now, device) => actorOfSession(door.db, token, now, device),
    machineOf: (key, from) => actorOfKey(door.db, key, { ...from, opens: (name, kind) => { const one = byName.get(name); return one !== undefined && mayBeOpened(one, kind, door.installation.keysOpen) } }),
    ownerOfEndedSession: (token) => ownerOfEndedSession(door.db, token),
    render: renderPage,
    troublePage: (call, trouble) => <TroublePage call={call} trouble={trouble} />,
    counts: async () => ({ clocks_late: { count: await countLateClocks(door.db, dayIn(door.installation.zone, instant(door.clock()))), about: 'Legal periods that have run out and on which nobody has acted.' } }),
    officeNameIn: officeNameIn(door.db),
    homeOf,
    assets: { folder: assetsFolder },
    ...limits,
    log,
  }
}

const homes: Partial<Record<Actor['officeKind'], string>> = {
  'first-line': '/reports', 'reception-centre': '/waiting', 'immigration-office': '/waiting', magistrate: '/waiting', guardian: '/waiting',
  coordination: '/escalated', 'analysis-centre': '/tables', rapporteur: '/figures', administration: '/people', 'data-protection': '/acts',
}

/** Each role's first page: what waits for it. */
export const homeOf = (actor: Actor | null): string => (actor ? (homes[actor.officeKind] ?? '/account') : '/sign-in')
