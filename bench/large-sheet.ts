import { utils, write } from '@e965/xlsx'
import type { Codebook } from '#codebook'

/** An invented sheet of 100,000 victims' figures, each combination once, as a workbook and as text. */
export function largeSheet(book: Codebook): { readonly excel: Buffer; readonly csv: Buffer } {
  const codesOf = (list: string) => book.lists.find(({ key }) => key === list)?.codes.map(({ key }) => key) ?? []
  const countries = ['BE', 'RO', 'VN', 'NG', 'MA', 'BG', 'CN', 'IN', 'BR', 'UA', 'PL', 'AL']
  const lists = [codesOf('victim-status'), codesOf('organisation'), codesOf('sex'), codesOf('age-group'), countries, codesOf('form'), codesOf('district')]
  const rows = Array.from({ length: 100_000 }, (_, index) => {
    let rest = index
    const codes = lists.map((list) => {
      const code = list[rest % list.length]
      rest = Math.floor(rest / list.length)
      return code
    })
    return [...codes, (index * 7) % 300, 2025]
  })
  const sheet = utils.aoa_to_sheet([['Status', 'Registering organisation', 'Sex', 'Age group', 'Citizenship', 'Form of exploitation', 'District', 'Figure', 'Year'], ...rows])
  const workbook = utils.book_new()
  utils.book_append_sheet(workbook, sheet, 'Victims')
  return { excel: write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer, csv: Buffer.from(utils.sheet_to_csv(sheet)) }
}
