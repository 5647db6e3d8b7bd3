import type { Pack } from './domain/pack.ts'

export * from './domain/front.ts'
export { PackFault, readPack, type PackFolder } from './store/read-pack.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** The country of this installation, with its law. */
    readonly pack: Pack
    /** Where the pack lies on the disk, for the templates of its documents. */
    readonly packFolder: string
  }
}
