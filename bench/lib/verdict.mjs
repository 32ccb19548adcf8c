// One goal beside what was measured. `limit` names what no program can beat.
export const atMost = (what, value, most, limit = '') => ({
  what,
  value,
  goal: `≤ ${most}`,
  isMet: value <= most,
  limit,
})

export const atLeast = (what, value, least, limit = '') => ({
  what,
  value,
  goal: `≥ ${least}`,
  isMet: value >= least,
  limit,
})
