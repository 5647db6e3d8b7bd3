/**
 * What a person may meet in honest work: a rule said no, and here is what would make it possible.
 * `refused` is the key of the sentence, under `refusal.` in the words of the module that refuses; `with` fills its gaps;
 * `field` puts it beside the input that it is about.
 */
export type Refusal = {
  readonly refused: string
  readonly with?: Readonly<Record<string, string | number>>
  readonly field?: string
  /** 400 for what a program sent that is none of its kind, 403 for what has to be confirmed first, 404 for what does not exist for this actor, 408 for what came too slowly, 409 for a colleague who was first, 422 for a rule, 503 for somebody outside who does not answer. Without it, 422. */
  readonly status?: 400 | 403 | 404 | 408 | 409 | 422 | 429 | 503
  /** What was written down on the way to this refusal stays, such as the count of wrong passwords. Without it, nothing stays. */
  readonly keeps?: true
  /** Further sentences of the same kind, each beside its own field. */
  readonly also?: readonly Refusal[]
}

export const refuse = (refused: string, more: Omit<Refusal, 'refused'> = {}): Refusal => ({ refused, ...more })

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value && typeof value.refused === 'string'

/** The refusal for everything that the actor may not see: it does not exist. */
export const notFound: Refusal = { refused: 'not-found', status: 404 }
