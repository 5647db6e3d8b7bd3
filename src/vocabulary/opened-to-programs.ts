/** Compartments that say who somebody is, how she is reached, or who may know it: no key of a program opens them, unless a country's pack names them. */
export const openableByPack = ['identity', 'safe-contact', 'consent', 'detection-report', 'notification', 'operation'] as const
export type OpenableByPack = (typeof openableByPack)[number]
