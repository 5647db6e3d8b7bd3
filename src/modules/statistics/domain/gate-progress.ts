/** How far work is that takes long: what is hidden so far and the least that it can cost, or of how many steps how many are done. */
export type Progress =
  | { readonly doing: 'hiding'; readonly cost: number; readonly bound: number }
  | { readonly doing: 'rounding' | 'proving' | 'reading' | 'merging' | 'following' | 'trying'; readonly done: number; readonly of: number }
export type Tell = (progress: Progress) => void
