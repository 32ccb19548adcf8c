// Runs before anything else of the page: the token leaves the address bar and the history at once.
const url = new URL(location.href)
const fragment = new URLSearchParams(url.hash.slice(1))
window.zorioEmbedToken = fragment.get('token') ?? url.searchParams.get('token') ?? ''
url.searchParams.delete('token')
fragment.delete('token')
url.hash = fragment.toString()
history.replaceState(null, '', url)
