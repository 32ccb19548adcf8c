/** The shortest page that calls, for this very server: printed by the command, shown on the demo page. */
export const sdkUrl = (url: string): string => `${url}/sdk/index.js`

export function snippet(url: string, token: string): string[] {
  return [
    '<button id="call">Call</button>',
    '<script type="module">',
    `  import { ZorioWebphone } from '${sdkUrl(url)}'`,
    `  const phone = await ZorioWebphone.connect({ apiBase: '${url}', token: '${token}', audioInput: 'tone' })`,
    "  phone.on('call_answered', ({ call }) => console.log('connected', call.number))",
    "  document.querySelector('#call').onclick = () => phone.call('9200')",
    '</script>',
  ]
}
