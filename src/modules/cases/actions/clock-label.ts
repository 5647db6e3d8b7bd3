import type { Pack } from '#law'
import type { Language } from '#vocabulary/language'

/** What a clock is called in a language, as the country pack says. */
export const clockLabel = ({ procedure }: Pack, key: string, language: Language): string => procedure.periods.find((period) => period.key === key)?.label[language] ?? key
