import { download } from '#platform/doors/page'
import { printDecision } from '../actions/print-decision.ts'
import { printDocument } from '../actions/print-document.ts'
import { documentPdf } from '../store/document-pdf.ts'

export const documentDownload = download({
  at: '/documents/:document/:language',
  asks: printDocument,
  input: ({ params }) => ({ document: params['document'], language: params['language'] }),
  file: async ({ installation }, { language, text }) => {
    const { bytes, fileName } = await documentPdf({ document: text, language, folder: installation.packFolder })
    return { bytes, type: 'application/pdf', name: fileName }
  },
})

export const decisionDownload = download({
  at: '/decisions/:decision/:language',
  asks: printDecision,
  input: ({ params }) => ({ decision: params['decision'], language: params['language'] }),
  file: async ({ installation }, { language, text }) => {
    const { bytes, fileName } = await documentPdf({ document: text, language, folder: installation.packFolder })
    return { bytes, type: 'application/pdf', name: fileName }
  },
})
