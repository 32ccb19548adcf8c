// Medians and percentiles; times in milliseconds are rounded where they are shown, never before.
const sorted = (list) => [...list].sort((a, b) => a - b)

export function percentile(list, share) {
  const all = sorted(list)
  return all[Math.min(all.length - 1, Math.max(0, Math.ceil(all.length * share) - 1))] ?? Number.NaN
}

export function median(list) {
  const all = sorted(list)
  const middle = all.length / 2
  return all.length % 2 === 1 ? all[Math.floor(middle)] : (all[middle - 1] + all[middle]) / 2
}

export const round = (value, digits = 0) => Number(value.toFixed(digits))

/** Least squares of y over x: the cost of one more. */
export function slope(points) {
  const mean = (pick) => points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)]
  const up = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0)
  return up / points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
}
