// Small help for pages that work without it: one send per form, drafts that save themselves, a warning before a session ends, a quick way out.
(() => {
  for (const form of document.querySelectorAll('form[method="post"]')) {
    form.addEventListener('submit', () => {
      for (const button of form.querySelectorAll('button')) setTimeout(() => { button.disabled = true }, 0)
      setTimeout(() => { for (const button of form.querySelectorAll('button')) button.disabled = false }, 8000)
    })
  }
  addEventListener('pageshow', () => { for (const button of document.querySelectorAll('form[method="post"] button')) button.disabled = false })

  for (const form of document.querySelectorAll('form[data-autosave]')) {
    const status = form.querySelector('[data-autosave-status]')
    let waiting
    const save = async () => {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => null)
      if (status) status.textContent = answer && answer.ok ? `${form.dataset.saved} ${new Date().toTimeString().slice(0, 5)}` : form.dataset.unsaved
    }
    form.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(save, 900) })
  }

  const warning = document.querySelector('[data-session-ends]')
  if (warning) {
    const show = () => { warning.hidden = Date.parse(warning.dataset.sessionEnds) - Date.now() > 3 * 60_000 }
    setInterval(show, 15_000)
    show()
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
