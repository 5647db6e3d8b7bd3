// Small help for pages that work without it: one send per form, drafts that save themselves, a warning before a session ends, a quick way out.
(() => {
  addEventListener('submit', ({ target: form }) => {
    if (form.getAttribute('method') !== 'post') return
    for (const button of form.querySelectorAll('button')) setTimeout(() => { button.disabled = true }, 0)
    setTimeout(() => { for (const button of form.querySelectorAll('button')) button.disabled = false }, 8000)
  })
  addEventListener('pageshow', () => { for (const button of document.querySelectorAll('form[method="post"] button')) button.disabled = false })

  for (const form of document.querySelectorAll('form[data-autosave]')) {
    const status = form.querySelector('[data-autosave-status]')
    let waiting
    const save = async () => {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => null)
      if (status) status.textContent = answer && answer.ok ? `${form.dataset.saved} ${new Date().toTimeString().slice(0, 5)}` : answer && answer.status === 409 && form.dataset.meanwhile ? form.dataset.meanwhile : form.dataset.unsaved
    }
    form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(save, 900) })
  }

  for (const form of document.querySelectorAll('form[data-progress]')) {
    const status = form.querySelector('[data-progress-status]')
    const look = async () => {
      const answer = await fetch(form.dataset.progress, { headers: { accept: 'application/json' } }).catch(() => null)
      const { done, of } = answer && answer.ok ? await answer.json() : { done: 0, of: 0 }
      status.textContent = of > 1 ? `${form.dataset.progressSays} ${Math.round((done / of) * 100)} %` : form.dataset.progressSays
    }
    form.addEventListener('submit', () => { look(); setInterval(look, 1_000) })
  }

  // Work that takes long: how far it is moves by itself, and once it is done the page shows what came of it. Nothing typed and no focus is lost.
  const works = () => [...document.querySelectorAll('main [data-at-work]')]
  if (works().length > 0) {
    const voice = document.createElement('div')
    voice.className = 'visually-hidden'
    voice.setAttribute('role', 'status')
    document.body.append(voice)
    // Where the same works as before, only how far it is has changed.
    const worksIn = (main) => [...main.querySelectorAll('[data-at-work]')].map((work) => work.dataset.work).join()
    const moveOn = (main, next) => {
      for (const [index, work] of [...main.querySelectorAll('[data-at-work]')].entries()) {
        const then = next.querySelectorAll('[data-at-work]')[index]
        const says = work.querySelector('[data-at-work-says]')
        const said = then.querySelector('[data-at-work-says]').textContent
        if (says.textContent !== said) says.textContent = said
        const [bar, thenBar] = [work.querySelector('progress'), then.querySelector('progress')]
        if (bar && thenBar) bar.value = thenBar.value
        else if (bar) bar.remove()
        else if (thenBar) says.after(thenBar)
      }
    }
    const sameIn = (next, element) => {
      if (element.id) return next.querySelector(`#${CSS.escape(element.id)}`)
      return [...next.querySelectorAll(element.tagName)].find((other) => (element.name ? other.name === element.name : other.textContent === element.textContent)) || null
    }
    const bringIn = (main, next) => {
      const held = main.contains(document.activeElement) ? document.activeElement : null
      const [from, to] = held && 'selectionStart' in held ? [held.selectionStart, held.selectionEnd] : [null, null]
      for (const field of main.querySelectorAll('textarea, input:not([type="hidden"])')) {
        const other = field.value && field.value !== field.defaultValue ? sameIn(next, field) : null
        if (other) other.value = field.value
      }
      const opened = [...main.querySelectorAll('details')].map((each) => each.open)
      for (const [index, each] of [...next.querySelectorAll('details')].entries()) if (opened[index]) each.open = true
      main.replaceWith(next)
      if (held) {
        const again = held === main ? next : sameIn(next, held) || next
        again.focus({ preventScroll: true })
        if (from !== null && again.setSelectionRange) again.setSelectionRange(from, to)
      }
      const first = next.querySelector('.notice p')
      voice.textContent = first ? first.textContent : next.querySelector('h1').textContent
    }
    let wait = 1_500
    const look = async () => {
      const main = document.querySelector('main')
      const answer = await fetch(works()[0].dataset.atWork, { headers: { accept: 'text/html' } }).catch(() => null)
      // Whoever is signed out meanwhile, or finds the server gone, keeps the page that is there, with its link to look again.
      if (!answer || !answer.ok || answer.redirected) return
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main')
      if (worksIn(main) === worksIn(next)) moveOn(main, next)
      else bringIn(main, document.adoptNode(next))
      wait = Math.min(wait * 1.3, 8_000)
      if (works().length > 0) setTimeout(look, wait)
    }
    setTimeout(look, wait)
  }

  const warning = document.querySelector('dialog[data-session-seconds]')
  if (warning) {
    const text = warning.querySelector('[data-session-text]')
    const stay = warning.querySelector('[data-session-stay]')
    // Whatever is done in one tab is told to the others; nothing of it is stored.
    const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('ariadne-session')
    const asked = text.textContent
    let ends = 0
    let closed = false
    const runFor = (seconds) => {
      ends = Date.now() + seconds * 1000
      if (seconds <= 120) return
      closed = false
      text.textContent = asked
      stay.hidden = false
      if (warning.open) warning.close()
    }
    const cannotStay = (sentence) => { text.textContent = sentence; stay.hidden = true }
    const look = () => {
      const left = ends - Date.now()
      if (left <= 0 && !stay.hidden) { cannotStay(warning.dataset.over); closed = false }
      if (left <= 120_000 && !closed && !warning.open) warning.showModal()
    }
    stay.addEventListener('click', async () => {
      const answer = await fetch('/api/v1/session.show', { headers: { accept: 'application/json' } }).catch(() => null)
      if (!answer) return
      if (!answer.ok) return cannotStay(warning.dataset.over)
      const { endsAt } = await answer.json()
      const seconds = (Date.parse(endsAt) - Date.parse(answer.headers.get('date'))) / 1000
      runFor(seconds)
      if (seconds <= 120) return cannotStay(warning.dataset.last)
      if (tabs) tabs.postMessage(seconds)
    })
    warning.querySelector('[data-session-close]').addEventListener('click', () => { closed = true; warning.close() })
    warning.addEventListener('cancel', () => { closed = true })
    if (tabs) tabs.addEventListener('message', ({ data }) => { if (typeof data === 'number') runFor(data) })
    runFor(Number(warning.dataset.sessionSeconds))
    if (tabs) tabs.postMessage(Number(warning.dataset.sessionSeconds))
    setInterval(look, 5_000)
    look()
  }

  const way = document.querySelector('a[data-quick-exit]')
  if (way) {
    // Once may be a slip, three times within two seconds is meant.
    let pressed = []
    addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < 2000)
      if (pressed.length >= 3) { document.body.hidden = true; location.replace(way.href) }
    })
    way.addEventListener('click', (event) => { event.preventDefault(); document.body.hidden = true; location.replace(way.href) })
  }
})()
