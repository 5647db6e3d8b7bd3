import { z } from 'zod'
import { route } from '#platform/doors/route'
import { notFound } from '#vocabulary/refusal'
import { reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { deleteView, putView } from '../store/view-rows.ts'


export const saveView = route({
  name: 'view.save',
  kind: 'act',
  for: reads('residence', ...acting),
  about: 'Keeps the filters of the list of files under a name.',
  asks: z.strictObject({ name: z.string().trim().min(1).max(80), query: z.string().max(400).regex(/^[\w=&%.+-]*$/) }),
  gives: z.strictObject({ name: z.string() }),
  async answers({ tx, actor }, view) {
    await putView(tx, actor.account, view)
    return { name: view.name }
  },
})

export const removeView = route({
  name: 'view.remove',
  kind: 'act',
  for: reads('residence', ...acting),
  about: 'Forgets a saved view.',
  asks: z.strictObject({ view: z.uuid() }),
  gives: z.strictObject({}),
  answers: async ({ tx }, { view }) => ((await deleteView(tx, view)) ? {} : notFound),
})
