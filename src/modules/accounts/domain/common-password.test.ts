import { describe, expect, test } from 'vitest'
import { isCommonPassword } from './common-password.ts'

const list = new Set(['dragon', 'monkey', 'leavemealone', 'trustno1', 'qazwsx', '1qaz2wsx', 'cat'])
const common = (password: string) => isCommonPassword(password, (word) => list.has(word))

describe('a password that stands early in a guesser’s list', () => {
  test.each(['leavemealone', 'LeaveMeAlone!', 'leave me alone 2026', 'l3avem3al0ne99', 'dragon1234567', '2026dragon2026', 'dragondragondragon', 'dragon-dragon-7', 'DragonMonkey88', 'monkey_dragon!!', 'trustno1trustno1', '1qaz2wsx2026!', 'qazwsx1qaz2wsx'])(
    '%s is refused', (password) => expect(common(password)).toBe(true))

  test.each(['dragon monkey teapot', 'de draak en de aap slapen', 'catcatcatcat', 'kx7-qm2-vd9-rt4', 'dragonflies over the canal', 'γάτα dragon μέλι'])(
    '%s is accepted', (password) => expect(common(password)).toBe(false))

  test('a very long one is read at once', () => {
    const begun = performance.now()
    for (let times = 0; times < 100; times += 1) common('dragonmonkex'.repeat(17).slice(0, 200))
    expect(performance.now() - begun).toBeLessThan(2_000)
  })
})
