import { wordbook } from '#platform/words'
import de from './words/de.json' with { type: 'json' }
import en from './words/en.json' with { type: 'json' }
import fr from './words/fr.json' with { type: 'json' }
import nl from './words/nl.json' with { type: 'json' }

export const words = wordbook('analyses', { en, nl, fr, de })
