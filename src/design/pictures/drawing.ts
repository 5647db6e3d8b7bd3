import type { ComponentChildren } from 'preact'

/** What is drawn upon: how wide it is, and a word that keeps the names of its patterns apart from those of another drawing on the same page. */
export type Paper = { readonly width: number; readonly ids: string; /** Under this id the page holds what is the same at every width, and the drawing refers to it. */ readonly once?: string }

/** A drawing: what it shows, how tall that is, and sentences that are needed to read it. */
export type Drawing = { readonly height: number; readonly content: ComponentChildren; readonly notes: readonly string[]; /** Whether each figure is written in it. */ readonly isWhole: boolean; /** What is heavy and the same at every width. */ readonly once?: ComponentChildren }

/** A figure as it is shown: its value, that it is hidden, or that nobody knows it; `says` is how it is written. */
export type Shown = { readonly label: string; readonly value: number | 'hidden' | null; readonly says: string }

export const valueOr0 = ({ value }: Shown): number => (typeof value === 'number' ? value : 0)
export const mostOf = (figures: readonly Shown[]): number => Math.max(1, ...figures.map(valueOr0))

/** The words that drawings share, in the reader's language. */
export type PictureWords = {
  readonly hidden: string
  /** What a hidden figure means, in a sentence. */
  readonly aboutHidden: string
  readonly fromTo: (from: number, to: number) => string
}
