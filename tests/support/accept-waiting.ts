import { expect } from 'vitest'
import type { Installation } from './installation.ts'

/** A centre accepts everybody who waits for its answer, so that their files are its own. */
export async function acceptWaiting(ariadne: Installation, login: string): Promise<void> {
  const page = await ariadne.visit(login)
  const asks = async (route: string, data: object): Promise<unknown> => {
    const answer = await page.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })
    expect(answer.status(), `${route}: ${await answer.text()}`).toBe(200)
    return answer.json()
  }
  const { referrals } = (await asks('referral.list-waiting', {})) as { referrals: { id: string }[] }
  expect(referrals.length).toBeGreaterThan(0)
  for (const { id: referral } of referrals) await asks('referral.accept', { referral, version: 0 })
  await page.context().close()
}
