import { describe, expect, test } from 'vitest'
import { isObviousPassword } from './obvious-password.ts'

describe('a password that a guesser tries first', () => {
  test.each([
    'password1234', 'Password2026!', 'passwordpassword', 'P@ssw0rd1234!', 'wachtwoord123', 'Mot de passe 123', 'Kennwort-2026', 'azertyuiop123',
    '123456789012', 'aaaaaaaaaaaa', 'abababababab', 'Welkom Antwerpen 2026', 'n.specimen2026', 'specimen-specimen', '!!!!!!!!!!!1a2',
  ])('%s is refused', (password) => expect(isObviousPassword(password, 'n.specimen')).toBe(true))

  test.each([
    'a long enough sentence', 'de trein naar Gent rijdt niet', 'Wachtwoord van mijn buurvrouw', 'kx7-qm2-vd9-rt4', 'Überraschung im Garten',
    'η γάτα κοιμάται', 'le chat dort sous la pluie',
  ])('%s is accepted', (password) => expect(isObviousPassword(password, 'n.specimen')).toBe(false))
})
