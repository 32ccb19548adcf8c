/** Uniform in [0, 1), the same row for the same seed (Park and Miller's generator). */
export function createFakeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
}
