import { z } from 'zod'
import { route } from '#platform/doors/route'
import { BrowserId } from '#vocabulary/ids'
import { notFound } from '#vocabulary/refusal'
import { forgetOwnBrowser, forgetThisBrowserRows } from '../store/browser-rows.ts'

export const forgetBrowser = route({
  name: 'account.forget-browser',
  kind: 'act',
  for: 'signed-in',
  about: 'Forgets a browser that one signed in with, such as one of a lost computer, and ends the session that runs in it: wrong tries of strangers make it wait from then on like any other.',
  asks: z.strictObject({ browser: BrowserId }),
  gives: z.strictObject({ browser: BrowserId }),
  answers: async ({ tx, now }, { browser }) => ((await forgetOwnBrowser(tx, browser, now)) ? { browser } : notFound),
})

export const forgetThisBrowser = route({
  name: 'session.forget-browser',
  kind: 'act',
  for: 'anyone',
  about: 'Forgets that anybody signed in with this browser, for one that others use.',
  asks: z.strictObject({}),
  /** What it kept goes. */
  gives: z.strictObject({ browser: z.null() }),
  async answers(call) {
    await forgetThisBrowserRows(call)
    return { browser: null }
  },
})
