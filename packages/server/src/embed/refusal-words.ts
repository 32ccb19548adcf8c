/** What the embed page says in words when it is no phone. Codes are those of the host helper, docs/embed.md. */
export interface Words {
  readonly vi: string
  readonly en: string
}

export const refusalWords = {
  embed_token_missing: {
    vi: 'Trang này không nhận được mã nhúng. Hãy tải lại trang CRM.',
    en: 'No embed token arrived here. Reload the page around this phone.',
  },
  embed_token_expired: {
    vi: 'Mã nhúng của điện thoại đã hết hạn. Hãy tải lại trang.',
    en: 'The embed token of this phone has expired. Reload the page.',
  },
  embed_token_used: {
    vi: 'Mã nhúng này đã được dùng; mỗi mã chỉ dùng một lần. Hãy tải lại trang.',
    en: 'This embed token was used before; each is good once. Reload the page.',
  },
  embed_token_invalid: {
    vi: 'Mã nhúng không hợp lệ. Hãy báo quản trị viên CRM.',
    en: 'This embed token is not valid. Tell whoever runs this site.',
  },
  embed_origin_refused: {
    vi: 'Trang web này không được phép hiển thị điện thoại. Quản trị viên cần thêm địa chỉ của trang vào danh sách "origins".',
    en: 'This site may not show the phone. Its administrator has to name its address in "origins".',
  },
  embed_microphone_forbidden: {
    vi: 'Trang chứa điện thoại không cho dùng micro. Cần allow="microphone; autoplay" trong thẻ iframe và microphone trong header Permissions-Policy.',
    en: 'The page around this phone forbids the microphone. It needs allow="microphone; autoplay" on the iframe, and microphone in its Permissions-Policy header.',
  },
  embed_failed: {
    vi: 'Không mở được điện thoại. Hãy kiểm tra mạng rồi tải lại trang.',
    en: 'The phone could not be opened. Check the network, then reload the page.',
  },
} as const satisfies Record<string, Words>

export type RefusalCode = keyof typeof refusalWords

export function wordsHtml(code: RefusalCode, isHidden: boolean): string {
  const { vi, en } = refusalWords[code]
  const hidden = isHidden ? ' hidden' : ''
  return `<div class="refusal" data-code="${code}"${hidden}><p lang="vi">${vi}</p><p lang="en">${en}</p><code>${code}</code></div>`
}
