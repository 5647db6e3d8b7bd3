/**
 * Names as they are searched: without accents, case, marks and order, so that `NGUYỄN Thị Voorbeeld` is found as `voorbeeld nguyen`.
 * Letters of other scripts stay as they are.
 */
export function foundAs(...names: readonly string[]): string {
  const plain = names.join(' ').normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'd').replaceAll('ß', 'ss').replaceAll(/[łŁ]/g, 'l').replaceAll(/[øØ]/g, 'o')
  return plain.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean).toSorted().join(' ')
}

/** The words of a search, each of which must begin a part of a name. */
export const searchedWords = (text: string): readonly string[] => foundAs(text).split(' ').filter(Boolean).slice(0, 6)
