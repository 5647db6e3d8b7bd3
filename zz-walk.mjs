import { chromium } from 'playwright-core'
const base='http://127.0.0.1:4110', out='/tmp/w/walk-'
const b = await chromium.launch({executablePath:'/usr/bin/chromium-headless-shell'})
let n=0
export const visit = async (account, lang, width=1280) => {
  const c = await b.newContext({viewport:{width,height:900}, baseURL: base})
  await c.addCookies([{name:'ariadne_language',value:lang,url:base}])
  const p = await c.newPage(); p.setDefaultTimeout(60000)
  if (account) { await p.goto('/sign-in'); const t = await p.evaluate(async (account) => (await (await fetch('/api/v1/session.demo',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({account})})).json()).token, account); await c.addCookies([{name:'ariadne_session',value:t,url:base}])
    if (process.env.CONFIRM) await p.evaluate(async () => fetch('/api/v1/session.confirm-demo',{method:'POST',headers:{'content-type':'application/json'},body:'{}'})) }
  return p
}
export const shot = async (p, name) => { const f=`${out}${String(n++).padStart(2,'0')}-${name}.png`; await p.screenshot({path:f,fullPage:true}); const wide = await p.evaluate(()=>document.documentElement.scrollWidth-innerWidth); console.log(f, p.url().replace(base,''), wide>0?`WIDER ${wide}`:'') }
const steps = process.argv[2].split(',')
if (steps.includes('deliver')) {
  const c = await visit('caseworker-payoke','nl',390)
  await c.goto('/deliveries'); await shot(c,'deliveries-nl')
  await c.goto('/deliveries/new/reception'); await shot(c,'new-nl')
  await c.fill('#year','2024'); await c.fill('#text','Stap in de opvang\tGeslacht\tLeeftijdsgroep\tVorm van uitbuiting\tCijfer\naangemeld\tvrouwen\tvolwassenen\tseksuele uitbuiting\t\ngehuisvest\tvrouwn\tvolwassenen\tseksuele uitbuiting\t12\nnieuw begeleid\tvrouwen\tvolwassenen\tseksuele uitbuiting\t1,5')
  await c.locator('form button:not([name])').last().click(); await c.waitForURL(/drafts/); await c.waitForTimeout(3000); await shot(c,'faults-nl')
  const i = await visit('immigration-officer','fr')
  for (const [fig,why] of [[40,''],[41,'Compté dans la mauvaise année']]) {
    await i.goto('/deliveries/new/residence-documents'); await i.fill('#year','2024'); await i.fill('#text',`Titre de séjour\tSexe\tGroupe d'âge\tNombre\ndélai de réflexion\tfemmes\tadultes\t${fig}\ntrois mois\tfemmes\tadultes\t:`)
    await i.locator('form button:not([name])').last().click(); await i.waitForURL(/drafts/); await i.waitForTimeout(3000); await shot(i,'draft-fr')
    if (why && await i.$('#reason')) await i.fill('#reason',why)
    const btn = i.getByRole('button',{name:/^Remettre|^Transmettre/}).first(); if (await btn.count()) { await btn.click(); await i.waitForTimeout(2500) } await shot(i,'handed-fr')
  }
}
if (steps.includes('public')) { const p = await visit('', 'fr'); for (const a of ['/figures','/hand-overs','/hand-overs/report/2025','/analyses']) { await p.goto(a); await shot(p,'public') } const q = await visit('rapporteur','nl',390); for (const a of ['/','/figures','/hand-overs']) { await q.goto(a); await shot(q,'rapporteur') } }
if (steps.includes('gate')) {
  const p = await visit('analyst','fr')
  await p.goto('/tables?rows=form&columns=sex&from=2026&to=2026'); await shot(p,'table')
  await p.getByRole('button',{name:/Garder ce tableau/}).click(); await p.waitForTimeout(1500); await shot(p,'gate-1'); await p.waitForTimeout(8000); await shot(p,'gate-2'); console.log(p.url())
  const cmp = p.getByRole('button',{name:/autres/i}).or(p.getByRole('link',{name:/aussi les autres|Calculer/i})).first(); if (await cmp.count()) { await cmp.click(); await p.waitForTimeout(15000); await shot(p,'gate-3') }
  await p.goto('/tables/facts'); await shot(p,'facts')
}
if (steps.includes('handover')) { const p = await visit('analyst','nl'); await p.goto('/hand-overs'); await shot(p,'handovers'); const l = await p.$$eval('a[href*="eurostat"]', x=>x.map(a=>a.getAttribute('href'))); console.log(l); if (l[0]) { await p.goto(l[0]); await p.waitForTimeout(1000); await shot(p,'eurostat'); await p.waitForTimeout(15000); await p.goto(l[0]); await shot(p,'eurostat-2') } }
await b.close()
