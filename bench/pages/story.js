/** What happened to a phone, by name, with waiting. */
export function createStory() {
  const told = []
  const waiting = new Set()
  return {
    told,
    tell(name) {
      told.push({ at: performance.now(), name })
      for (const look of [...waiting]) look()
    },
    /** When the next `name` after `from` came, or undefined after `limitMs`. */
    until(name, from = performance.now(), limitMs = 10_000) {
      return new Promise((resolve) => {
        const find = () => told.find((one) => one.at >= from && one.name === name)
        const end = (at) => {
          waiting.delete(look)
          clearTimeout(timer)
          resolve(at)
        }
        const look = () => {
          const found = find()
          if (found) end(found.at)
        }
        const timer = setTimeout(() => end(undefined), limitMs)
        waiting.add(look)
        look()
      })
    },
  }
}

/** The back end's answer, for libraries that do not ask it themselves. */
export async function fetchConfig({ apiBase, token }) {
  const response = await fetch(`${apiBase}/api/webphone/sip-config`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { data } = await response.json()
  return data
}
