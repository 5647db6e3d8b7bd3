import type { Pack } from '#law'
import type { Language } from '#vocabulary/language'

/** What a clock is called in a language, as the country pack says: a period of the procedure, or the answer to a referral. */
export const clockLabel = ({ procedure, country }: Pack, key: string, language: Language): string =>
  [...procedure.periods, country.referralAnswer].find((period) => period.key === key)?.label[language] ?? key
