// The framed phone: turns the embed token into a bearer, once, and mounts the SDK's own UI.
/** Served beside this page; no file of its own sources. */
const sdk = '/sdk/index.js'

const messages = {
  expired: [
    'Liên kết điện thoại đã hết hạn hoặc đã được dùng. Hãy tải lại trang.',
    'This phone link has expired or was used before. Reload the page.',
  ],
  failed: ['Không mở được điện thoại. Hãy tải lại trang.', 'The phone could not be opened. Reload the page.'],
  microphone: [
    'Trang chứa điện thoại này không cho phép dùng micro. Thêm allow="microphone; autoplay" vào thẻ iframe và microphone vào header Permissions-Policy.',
    'The page around this phone does not allow the microphone. Add allow="microphone; autoplay" to the iframe tag, and microphone to its Permissions-Policy header.',
  ],
}

function show(name) {
  const message = document.getElementById('message')
  message.replaceChildren(
    ...messages[name].map((text, index) => {
      const line = document.createElement('span')
      line.lang = index === 0 ? 'vi' : 'en'
      line.textContent = text
      line.style.display = 'block'
      return line
    }),
  )
  message.hidden = false
}

async function openSession() {
  const embed_token = window.zorioEmbedToken
  delete window.zorioEmbedToken
  const response = await fetch('/api/webphone/embed-session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ embed_token }),
  })
  if (response.status === 401) return undefined
  if (!response.ok) throw new Error(`embed-session answered ${response.status}`)
  return (await response.json()).data
}

async function main() {
  const session = await openSession()
  if (!session) return show('expired')
  const policy = document.permissionsPolicy ?? document.featurePolicy
  if (policy && !policy.allowsFeature('microphone')) show('microphone')
  const { ZorioWebphone } = await import(sdk)
  const options = new URLSearchParams(location.search)
  const chosen = {}
  for (const name of ['theme', 'locale']) if (options.has(name)) chosen[name] = options.get(name)
  await ZorioWebphone.connect({
    apiBase: location.origin,
    token: session.token,
    mount: '#phone',
    layout: 'fullscreen',
    ...chosen,
  })
}

main().catch(() => show('failed'))
