// One page for every error code and every hang-up reason, in both languages, out of the tables that are checked against the code.
import { errorWords } from './words/error-words.mjs'
import { hangupWords } from './words/hangup-words.mjs'
import { tableRows } from './markdown.mjs'

const labels = {
  en: {
    errors: 'Errors',
    reasons: 'Hang-up reasons',
    remedy: 'Remedy',
    retry: 'May the same act succeed later',
    yes: 'yes',
    no: 'no',
    when: 'When',
    steps: 'What to do',
    cause: 'Cause of the PBX',
    sip: 'SIP status',
    all: 'All',
    code: 'code',
    reason: 'reason',
    meaning: 'meaning',
    told: 'It is told by the event `error`, or by the promise that was rejected with it.',
    read: 'Arrives as `reason` of',
  },
  vi: {
    errors: 'Mã lỗi',
    reasons: 'Lý do kết thúc cuộc gọi',
    remedy: 'Cách xử lý (nguyên văn trong SDK)',
    retry: 'Thử lại sau có thể thành công',
    yes: 'có',
    no: 'không',
    when: 'Khi nào',
    steps: 'Cần làm gì',
    cause: 'Tên của tổng đài',
    sip: 'Mã SIP',
    all: 'Tất cả',
    code: 'mã',
    reason: 'lý do',
    meaning: 'ý nghĩa',
    told: 'Lỗi đến qua sự kiện `error`, hoặc qua promise bị từ chối.',
    read: 'Là `reason` của',
  },
}

function errorPage([code, retryable, remedy], lang) {
  const l = labels[lang]
  const at = lang === 'en' ? 0 : 1
  const { when, steps } = errorWords[code]
  return `# \`${code}\`

${when[at]}

- **${l.remedy}**: ${remedy}
- **${l.retry}**: ${retryable === 'yes' ? l.yes : l.no}

## ${l.steps}

${steps.map((step) => `- ${step[at]}`).join('\n')}

${l.told} [${l.all}](./index.md)
`
}

function reasonPage([cause, reason, q850, sip], lang) {
  const l = labels[lang]
  const at = lang === 'en' ? 0 : 1
  const words = hangupWords[cause]
  return `# ${reason}

${words[at]} ${words[2][at]}

| ${l.cause} | Q.850 | ${l.sip} |
| --- | --- | --- |
| \`${cause}\` | ${q850 || '–'} | ${sip || '–'} |

${l.read} [\`call_hangup\`](../events.md). [${l.all}](./index.md)
`
}

/** path under the language's folder -> text */
export function wordPages({ errors, hangups }, lang) {
  const l = labels[lang]
  const at = lang === 'en' ? 0 : 1
  const pages = new Map()
  const rows = tableRows(errors)
  for (const row of rows) pages.set(`errors/${row[0]}.md`, errorPage(row, lang))
  pages.set(
    'errors/index.md',
    `# ${l.errors}\n\n| ${l.code} | ${l.when} |\n| --- | --- |\n${rows
      .map(([code]) => `| [\`${code}\`](./${code}.md) | ${errorWords[code].when[at]} |`)
      .join('\n')}\n`,
  )
  const causes = tableRows(hangups).map((cells) => cells.map((cell) => cell.replaceAll('`', '')))
  for (const row of causes) pages.set(`hangup/${row[1]}.md`, reasonPage(row, lang))
  pages.set(
    'hangup/index.md',
    `# ${l.reasons}\n\n| ${l.reason} | ${l.meaning} |\n| --- | --- |\n${causes
      .map(([cause, reason]) => `| [\`${reason}\`](./${reason}.md) | ${hangupWords[cause][at]} |`)
      .join('\n')}\n`,
  )
  return pages
}
