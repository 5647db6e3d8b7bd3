// Hands a question of ours to the device and its answer back. Forms that need it are marked with data-passkey; without script they say so.
(() => {
  // Two such forms on a page bring this script twice; whichever runs first takes both.
  const forms = document.querySelectorAll('form[data-passkey]:not([data-passkey-ready])')
  if (forms.length === 0 || !window.PublicKeyCredential) return

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }))

  const create = async (options) => {
    const made = await navigator.credentials.create({ publicKey: { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials) } })
    const { clientDataJSON, attestationObject } = made.response
    return { ...about(made), response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports: made.response.getTransports?.() ?? [] } }
  }
  const get = async (options) => {
    const found = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) } })
    const { clientDataJSON, authenticatorData, signature, userHandle } = found.response
    return { ...about(found), response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), ...(userHandle ? { userHandle: text(userHandle) } : {}) } }
  }
  const about = (credential) => ({ id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {} })

  const run = async (form) => {
    const asked = await fetch(form.dataset.passkeyBegin, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    // The page itself knows what to do when it has to be confirmed first, or when the session has ended.
    if (!asked.ok) return form.submit()
    const { ceremony, options } = await asked.json()
    const answer = await (form.dataset.passkey === 'create' ? create(options) : get(options))
    form.elements.namedItem('ceremony').value = ceremony
    form.elements.namedItem('answer').value = JSON.stringify(answer)
    form.submit()
  }

  for (const form of forms) {
    form.dataset.passkeyReady = ''
    for (const button of form.querySelectorAll('button')) button.hidden = false
    form.querySelector('[data-passkey-missing]').hidden = true
    const status = form.querySelector('[data-passkey-status]')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      status.hidden = true
      run(form).catch(() => {
        status.hidden = false
        for (const button of form.querySelectorAll('button')) button.disabled = false
      })
    })
  }
})()
