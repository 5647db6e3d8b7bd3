import { download, type PageCall } from '#platform/doors/page'
import { workbookOf, workbookType } from '#platform/sheets/write-sheets'
import { showDraftDelivery, showItem } from '../actions/delivery-acts.ts'
import { templateOf } from '../store/delivery-sheets.ts'
import { faultSentence, fieldLabel, itemLabel } from './delivery-words.ts'
import { words } from './words.ts'

export const templateDownload = download({
  at: '/deliveries/templates/:item', asks: showItem, input: ({ params }) => ({ item: params['item'] }),
  file: async (call, { item: key }) => {
    const { installation: { codebook }, language } = call
    const item = codebook.items.find((each) => each.key === key)
    const say = words(language)
    if (!item) throw new Error(`no item ${key}`)
    const bytes = await templateOf(codebook, item, { language, words: {
      sheet: itemLabel(call, key), codes: say('template.codes'), year: say('column.year'), figure: say('column.figure'), state: say('column.state'),
      variable: say('template.variable'), code: say('template.code'), meaning: say('template.meaning'), readMe: [say('template.read-me'), say('sheet.zero')],
    } })
    return { bytes, type: workbookType, name: `${key}-${language}.xlsx` }
  },
})

export const faultsDownload = download({
  at: '/deliveries/drafts/:draft/faults', asks: showDraftDelivery, input: ({ params }: PageCall) => ({ draft: params['draft'], all: true }),
  file: async (call, { item, faults }) => {
    const say = words(call.language)
    const rows = faults.map((fault) => [fault.row ?? '', fault.column ?? '', fault.field === null ? '' : fieldLabel(call.installation.codebook, call.language, fault.field), fault.written, faultSentence(call, fault)])
    const headings = [say('column.row'), say('template.variable'), say('column.field'), say('column.written'), say('column.problem')]
    const bytes = await workbookOf([{ name: say('draft.faults-list'), rows: [headings, ...rows], columns: headings.map(() => ({ width: 24 })), freezePane: { rows: 1 } }])
    return { bytes, type: workbookType, name: `${item}-faults.xlsx` }
  },
})
