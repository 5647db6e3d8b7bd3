/** What people type when a long password is asked of them; whatever stands around it or repeats it does not make it hard to guess. */
const obvious = [
  'password', 'passwort', 'kennwort', 'wachtwoord', 'motdepasse', 'secret', 'geheim', 'welcome', 'welkom', 'bienvenue', 'willkommen',
  'letmein', 'iloveyou', 'admin', 'administrator', 'login', 'sunshine', 'princess', 'football', 'ariadne',
  'qwerty', 'qwertz', 'azerty', 'qwertyuiop', 'azertyuiop', 'qwertzuiop', 'asdfgh', 'qsdfgh', 'abcdef', 'abcdefghijkl',
  'antwerpen', 'bruxelles', 'brussel', 'belgium', 'belgie', 'belgique', 'belgien', 'januari', 'januar', 'janvier',
].toSorted((a, b) => b.length - a.length)

const fewestLetters = 5
const unguessable = 6

const plain = (text: string): string => text.normalize('NFD').toLowerCase().replaceAll(/[^a-z0-9]/g, '')
const asLetters = (text: string): string =>
  plain(text.toLowerCase().replaceAll('@', 'a').replaceAll('$', 's').replaceAll(/(?<=[a-z])[013](?=[a-z])/g, (digit) => ({ 0: 'o', 1: 'i', 3: 'e' })[digit] ?? digit))

/**
 * Whether a guesser tries this among the first: few different characters, or next to nothing
 * beside digits, well-known words and the person's own login.
 */
export function isObviousPassword(password: string, login: string): boolean {
  if (new Set(password.toLowerCase()).size < fewestLetters) return true
  const own = login.split(/[.-]/).map(plain).filter((part) => part.length > 2)
  // Signs of other alphabets are not in our list; what is written in them is counted as it stands.
  const foreign = password.replaceAll(/[\p{ASCII}\p{Script=Latin}\p{M}]/gu, '').length
  const left = [...own, ...obvious, plain(login)].filter((word) => word !== '').reduce((rest, word) => rest.replaceAll(word, ''), asLetters(password))
  return new Set(left.replaceAll(/\d/g, '')).size + foreign < unguessable
}
