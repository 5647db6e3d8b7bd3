/** A data key as it lies in the database: which master wrapped it, and what came of it. */
export type WrappedKey = { readonly master: string; readonly blob: Buffer }

/**
 * Whoever holds the master keys: a file, or a service outside. Nobody else ever sees one.
 * `context` is bound to what is wrapped: a data key that is carried over to another subject does not unwrap.
 */
export interface KeyProvider {
  /** The master key with which new data keys are wrapped. */
  readonly currentKeyId: () => Promise<string>
  /** Every master key that can still unwrap. */
  readonly listKeyIds: () => Promise<readonly string[]>
  readonly wrap: (dataKey: Buffer, context: string) => Promise<WrappedKey>
  readonly unwrap: (key: WrappedKey, context: string) => Promise<Buffer>
  /** Makes a new master key, which is the current one from now on, and returns its id. */
  readonly makeKey: () => Promise<string>
  /** Destroys a master key that wraps nothing any more. */
  readonly dropKey: (id: string) => Promise<void>
}

/** The keys cannot be had, or do not fit the database; told as a sentence to whoever runs the installation. */
export class KeyTrouble extends Error {}
