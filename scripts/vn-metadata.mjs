// Takes the numbering plan of Viet Nam out of libphonenumber-js for the number formatter of the UI: the whole world's would be
// 80 kB. `node scripts/vn-metadata.mjs` after an update of the library; a unit test says when it is due.
import { readFileSync, writeFileSync } from 'node:fs'

const read = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/libphonenumber-js/${name}`, import.meta.url), 'utf8'))
const all = read('metadata.min.json')
const { version } = read('package.json')
const metadata = {
  version: all.version,
  country_calling_codes: { 84: all.country_calling_codes['84'] },
  countries: { VN: all.countries.VN },
  nonGeographic: {},
}

writeFileSync(
  new URL('../packages/webphone/src/ui/format/vn-metadata.ts', import.meta.url),
  `/** Numbering plan of Viet Nam out of libphonenumber-js ${version} (MIT), written by scripts/vn-metadata.mjs; do not edit. */
import type { MetadataJson } from 'libphonenumber-js/core'

// prettier-ignore
export const metadata = ${JSON.stringify(metadata)} as unknown as MetadataJson
`,
)
