/** What a verification found; it ends the walk along the chain. */
export class Broken extends Error {}
