/** Letters that no decomposition takes apart, and other alphabets letter by letter: how a clerk would write them in Latin letters. */

const pairs = (text: string): readonly (readonly [string, string])[] =>
  text.trim().split(/\s+/).map((pair) => [[...pair][0] ?? '', [...pair].slice(1).join('')] as const)

const latin = pairs('ßss æae œoe øo łl đd ðd þth ħh ıi ŋng ĸk ŧt ɓb ɗd ɖd ƙk ɲny ƴy ʋv ɣg ɛe ɔo əa ǝe ƒf ŀl ĳij ŉn')
const greek = pairs('αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χkh ψps ωo')
const cyrillic = pairs('аa бb вv гg ґg дd еe єye ёyo жzh зz иi іi їyi йy кk лl мm нn оo пp рr сs тt уu ўu фf хkh цts чch шsh щshch ъ ыy ьэe юyu яya ђdj јj љlj њnj ћc џdz ѕdz әa ғg қk ңng өo ұu үu һh ҷj ҳkh ӣi ӯu')
const armenian = pairs('աa բb գg դd եe զz էe ըe թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւu փp քk օo ֆf ևev')
const georgian = pairs('აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh')
/** Short vowels are not written; the sound of a name is told by what stands between them. */
const arabic = pairs('اa أa إi آa ٱa ءءa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ىa ةa ؤw ئy پp چch ژzh گg کk یy ۍy ېe ټt ډd ړr ښsh ڼn ەe ۆo ێe ڕr ڵl ڤv ھh ہh ےe ٹt ڈd ڑr ںn')
const hebrew = pairs('אa בb גg דd הh וv זz חkh טt יy כk ךk לl מm םm נn ןn סs עa פp ףf צts ץts קk רr שsh תt')

/** The consonants of the Indian scripts stand in one order in every block; what follows them says the vowel. */
const indianBlocks = [0x0900, 0x0980, 0x0a00, 0x0a80, 0x0b00, 0x0b80, 0x0c00, 0x0c80, 0x0d00]
const indianVowels = 'a aa i ii u uu r l e e e ai o o o au'.split(' ')
const indianConsonants = 'k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h'.split(' ')
const indianSigns: Readonly<Record<number, string>> = { 0x3e: 'a', 0x3f: 'i', 0x40: 'i', 0x41: 'u', 0x42: 'u', 0x43: 'r', 0x45: 'e', 0x46: 'e', 0x47: 'e', 0x48: 'ai', 0x49: 'o', 0x4a: 'o', 0x4b: 'o', 0x4c: 'au' }
const virama = 0x4d

/** Ethiopic: every letter is a consonant with one of seven or eight vowels; the eighth is a consonant with w. */
const ethiopicRows: Readonly<Record<number, string>> = {
  0x1200: 'h', 0x1208: 'l', 0x1210: 'h', 0x1218: 'm', 0x1220: 's', 0x1228: 'r', 0x1230: 's', 0x1238: 'sh', 0x1240: 'q', 0x1260: 'b', 0x1268: 'v', 0x1270: 't', 0x1278: 'ch', 0x1280: 'h',
  0x1290: 'n', 0x1298: 'ny', 0x12a0: '', 0x12a8: 'k', 0x12b8: 'h', 0x12c8: 'w', 0x12d0: '', 0x12d8: 'z', 0x12e0: 'zh', 0x12e8: 'y', 0x12f0: 'd', 0x1300: 'j', 0x1308: 'g', 0x1320: 't', 0x1328: 'ch',
  0x1330: 'p', 0x1338: 'ts', 0x1340: 'ts', 0x1348: 'f', 0x1350: 'p',
}
const ethiopicVowels = ['a', 'u', 'i', 'a', 'e', 'e', 'o', 'wa']

/** Korean letters as a syllable is taken apart into them: the first, the vowel, the last. */
const hangul = 'g kk n d tt r m b pp s ss _ j jj ch k t p h|a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i|g k ks n nj nh d l lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h'
  .split('|').map((part) => part.split(' ').map((letter) => (letter === '_' ? '' : letter)))

/** Japanese syllables in the order of their block, from the small a on; a mark that voices them has been taken off. */
const kana: ReadonlyMap<string, string> = new Map(pairs('あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn ゃya ゅyu ょyo っt ーー'))

const letters: ReadonlyMap<string, string> = new Map([...latin, ...greek, ...cyrillic, ...armenian, ...georgian, ...arabic, ...hebrew])

const hiraganaOf = (letter: string): string => (letter >= 'ァ' && letter <= 'ヶ' ? String.fromCodePoint((letter.codePointAt(0) ?? 0) - 0x60) : letter)

/** A name in small Latin letters without marks; letters of a script that is not told here stay as they are. */
export function inLatin(text: string): string {
  const taken = [...text.normalize('NFKD').toLowerCase().normalize('NFKD')]
  let written = ''
  for (let at = 0; at < taken.length; at += 1) written += letterOf(taken[at] ?? '', taken[at + 1])
  return written
}

function letterOf(letter: string, next: string | undefined): string {
  if (letter <= 'z') return letter
  const known = letters.get(letter) ?? kana.get(hiraganaOf(letter))
  if (known !== undefined) return known
  const code = letter.codePointAt(0) ?? 0
  const told = ofIndia(code, next) ?? ofEthiopia(code) ?? ofKorea(code)
  if (told !== undefined) return told
  return /\p{M}|ʼ|ʻ|ʹ|ـ/u.test(letter) ? '' : letter
}

function ofIndia(code: number, next: string | undefined): string | undefined {
  const block = indianBlocks.find((begin) => code >= begin && code < begin + 0x80)
  if (block === undefined) return undefined
  const at = code - block
  const consonant = indianConsonants[at - 0x15]
  if (consonant !== undefined) return consonant + (hasOwnVowel(next, block) ? '' : 'a')
  if (at === 0x02 || at === 0x01 || at === 0x70) return 'n'
  return indianVowels[at - 0x05] ?? indianSigns[at] ?? ''
}

/** A consonant is followed by a vowel of its own, or by the sign that takes the inherent one away; otherwise it is said with an a. */
function hasOwnVowel(next: string | undefined, block: number): boolean {
  const at = (next?.codePointAt(0) ?? 0) - block
  return at === virama || indianSigns[at] !== undefined || next === undefined || /\P{L}/u.test(next) && !/\p{M}/u.test(next)
}

function ofEthiopia(code: number): string | undefined {
  if (code < 0x1200 || code > 0x1357) return undefined
  const consonant = ethiopicRows[code & ~7]
  return consonant === undefined ? undefined : consonant + (ethiopicVowels[code & 7] ?? '')
}

function ofKorea(code: number): string | undefined {
  if (code >= 0x1100 && code <= 0x1112) return hangul[0]?.[code - 0x1100]
  if (code >= 0x1161 && code <= 0x1175) return hangul[1]?.[code - 0x1161]
  return code >= 0x11a8 && code <= 0x11c2 ? hangul[2]?.[code - 0x11a8] : undefined
}
