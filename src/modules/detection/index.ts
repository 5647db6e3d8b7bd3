export * from './domain/front.ts'
export { readDetection, readIndicatorPacks, type Detection } from './store/read-indicator-packs.ts'
