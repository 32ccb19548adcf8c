// Terser as a plugin of the bundler, whose own minifier then takes over: together 2 % smaller after gzip than either alone.
import { minify } from 'terser'
import { privateNames } from './private-names.mjs'

/** Made anew for each file: terser writes into them. */
const options = (format, names) => ({
  // Outside a module a name at the top is a global, and stays.
  module: format === 'es',
  ecma: 2022,
  // No function of ours looks at its own `this` or is called with `new`; 'use client' is a directive that terser does not know.
  compress: { passes: 2, unsafe_arrows: true, directives: false },
  mangle: {
    // The same short names in every file, so that files may share objects.
    properties: { regex: new RegExp(`^(?:${[...names.keys()].join('|')})$`), keep_quoted: true },
  },
  nameCache: { props: { props: Object.fromEntries([...names].map(([name, short]) => [`$${name}`, short])) } },
  sourceMap: { asObject: true },
})

let names

export function compress() {
  names ??= privateNames()
  return {
    name: 'compress',
    async renderChunk(source, _chunk, { format }) {
      const { code, map } = await minify(source, options(format, names))
      return { code, map }
    },
  }
}
