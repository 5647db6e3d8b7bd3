import { wordbook } from '#platform/words'
import de from './sentences/de.json' with { type: 'json' }
import en from './sentences/en.json' with { type: 'json' }
import fr from './sentences/fr.json' with { type: 'json' }
import nl from './sentences/nl.json' with { type: 'json' }

export const words = wordbook('design', { en, nl, fr, de })
