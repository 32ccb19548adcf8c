// Before a release: the tag is the version of both packages, and no changeset waits to become one.
import { readFileSync, readdirSync } from 'node:fs'

const [tag = ''] = process.argv.slice(2)
const versionOf = (name) => JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8')).version
const waiting = readdirSync('.changeset').filter((name) => name.endsWith('.md') && name !== 'README.md')
const problems = [
  ...['webphone', 'sandbox']
    .filter((name) => `v${versionOf(name)}` !== tag)
    .map((name) => `packages/${name} is ${versionOf(name)}, the tag ${tag || 'is missing'}`),
  ...waiting.map((name) => `.changeset/${name} is not in a version yet: npx changeset version`),
]
for (const problem of problems) console.error(problem)
process.exit(problems.length > 0 ? 1 : 0)
