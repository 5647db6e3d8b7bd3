import { dirname } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { workInThread } from '../threads/work-in-thread.ts'
import { documentFontFamilies, documentFonts } from './document-fonts.ts'

export type TypstJob = { readonly template: string; readonly inputs: Readonly<Record<string, string>> }

const fontBlobs = documentFonts()
const fonts = JSON.stringify(documentFontFamilies)
const compilers = new Map<string, NodeCompiler>()

/** One compiler for each folder of templates: a template reads nothing outside its own folder. */
function compilerOf(folder: string): NodeCompiler {
  const known = compilers.get(folder)
  if (known) return known
  const made = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs }] })
  compilers.set(folder, made)
  return made
}

function render({ template, inputs }: TypstJob): Uint8Array {
  const compiler = compilerOf(dirname(template))
  const compiled = compiler.compile({ mainFilePath: template, inputs: { ...inputs, fonts } })
  const document = compiled.result
  if (!document) throw new Error(faultsOf(compiler, compiled.takeDiagnostics()))
  if (document.title !== inputs['title']) throw new Error(`${template} does not take its title from sys.inputs.title`)
  const pdf = accessible(compiler, document)
  compiler.evictCache(20)
  return pdf
}

type Compiled = NonNullable<ReturnType<NodeCompiler['compile']>['result']>

/** PDF/UA-1; where no font has a character of somebody's name, the same tagged document without the mark of that standard, which forbids it. */
function accessible(compiler: NodeCompiler, document: Compiled): Uint8Array {
  try {
    return compiler.pdf(document, { pdfStandard: 'ua-1' })
  } catch (fault) {
    if (!String(fault).includes('could not be displayed with font')) throw fault
    return compiler.pdf(document, { pdfTags: true })
  }
}

function faultsOf(compiler: NodeCompiler, trouble: ReturnType<ReturnType<NodeCompiler['compile']>['takeDiagnostics']>): string {
  const found: unknown[] = trouble ? compiler.fetchDiagnostics(trouble) : []
  return found.map((fault) => JSON.stringify(fault)).join('\n') || 'Typst gave no document and no reason'
}

workInThread<TypstJob, Uint8Array>(render)
