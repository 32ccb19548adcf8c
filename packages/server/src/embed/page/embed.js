// The framed phone: gets an embed token from the address or from the page around it, turns it into a bearer, once, and mounts the phone.
/** Served beside this page; no files of its own sources. */
const sdk = (name) => import(`/sdk/${name}.js`)

class Refused extends Error {
  constructor(code, message) {
    super(message ?? code)
    this.code = code
  }
}

/** Says it in words, here. */
function show({ code }) {
  const words =
    document.querySelector(`[data-code="${code}"]`) ?? document.querySelector('[data-code="embed_failed"]')
  for (const other of document.querySelectorAll('.refusal')) other.hidden = other !== words
}

async function redeem(embed_token, parent_origin) {
  const response = await fetch('/api/webphone/embed-session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ embed_token, parent_origin }),
  })
  const body = await response.json().catch(() => ({}))
  if (response.ok) return body.data.token
  throw new Refused(body.code ?? 'embed_failed', body.message ?? `embed-session answered ${response.status}`)
}

/** Empty when the page around gives no token that is taken: the phone stops. A network that fails rejects: it asks again. */
async function freshBearer(askToken, origin) {
  try {
    return await redeem(await askToken(), origin)
  } catch (error) {
    if (error instanceof TypeError) throw error
    return ''
  }
}

/** What the page around this one, or a page around that, decided. Browsers that cannot say it show it at the first call. */
function isMicrophoneForbidden() {
  const policy = document.permissionsPolicy ?? document.featurePolicy
  return policy !== undefined && !policy.allowsFeature('microphone')
}

async function open({ token, origin, options, askToken }) {
  if (options.audioInput !== 'tone' && isMicrophoneForbidden())
    throw new Refused('embed_microphone_forbidden')
  const bearer = await redeem(token, origin)
  const [{ ZorioWebphone }, { mountPhone }] = await Promise.all([sdk('index'), sdk('ui')])
  const { theme, locale, ...rest } = options
  const phone = await ZorioWebphone.connect({
    ...rest,
    apiBase: location.origin,
    token: bearer,
    ...(askToken && { tokenResolver: () => freshBearer(askToken, origin) }),
  })
  const ui = { layout: 'fullscreen', ...(theme && { theme }), ...(locale && { locale }) }
  const mounted = mountPhone(phone, document.querySelector('#phone'), ui)
  phone.on('status_changed', ({ status }) => {
    if (status === 'disconnected') mounted.unmount()
  })
  return { phone, update: (changed) => mounted.update(changed) }
}

/** `?theme=dark&locale=en`, for a plain iframe without the host helper. */
function optionsOfAddress() {
  const given = new URLSearchParams(location.search)
  const known = { theme: ['light', 'dark', 'auto'], locale: ['vi', 'en'] }
  return Object.fromEntries(
    Object.entries(known)
      .map(([name, words]) => [name, words.find((word) => word === given.get(name))])
      .filter(([, word]) => word),
  )
}

async function main() {
  const token = window.zorioEmbedToken
  delete window.zorioEmbedToken
  if (token) {
    // `ancestorOrigins` where the browser has it; `frame-ancestors` of this page's own policy holds everywhere.
    const origin = location.ancestorOrigins?.[0]
    return void (await open({ token, origin, options: optionsOfAddress() }))
  }
  const { findHost } = await sdk('embed-frame')
  const host = await findHost()
  if (!host) throw new Refused('embed_token_missing')
  try {
    const { phone, update } = await open(host)
    host.serve(phone, update)
  } catch (error) {
    host.refuse(error)
    throw error
  }
}

main().catch((error) => show(error))
