export * from './domain/front.ts'
export { readPack, PackFault, type PackFolder } from './store/read-pack.ts'
