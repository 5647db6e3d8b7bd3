import { chromium } from 'playwright-core'
const [,, account, lang, out, width, ...paths] = process.argv
const base = process.env.BASE ?? 'http://127.0.0.1:3311'
const b = await chromium.launch({executablePath:'/usr/bin/chromium-headless-shell'})
const c = await b.newContext({viewport:{width:Number(width),height:900}})
await c.addCookies([{name:'ariadne_language',value:lang,url:base}])
const p = await c.newPage()
if (account !== 'nobody') {
  await p.goto(base+'/sign-in')
  const token = await p.evaluate(async (account) => (await (await fetch('/api/v1/session.demo',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({account})})).json()).token, account)
  await c.addCookies([{name:'ariadne_session',value:token,url:base}])
}
let n=0
for (const path of paths){ await p.goto(base+path); await p.screenshot({path:`${out}-${n++}.png`,fullPage:true}); console.log(path, await p.title(), p.url()) }
await b.close()
