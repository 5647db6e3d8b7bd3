import { z } from 'zod'

/** The languages of the screens, in the order in which the language menu shows them. */
export const languages = ['en', 'nl', 'fr', 'de'] as const
export const Language = z.enum(languages)
export type Language = z.infer<typeof Language>

/** A text in every language of the screens: what a country pack or an indicator list says to a reader. */
export const Label = z.strictObject({ en: z.string().min(1), nl: z.string().min(1), fr: z.string().min(1), de: z.string().min(1) })
export type Label = z.infer<typeof Label>
