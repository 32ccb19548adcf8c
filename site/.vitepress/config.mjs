import { readdirSync } from 'node:fs'
import { defineConfig } from 'vitepress'
import llms from 'vitepress-plugin-llms'

const pages = new URL('../.pages/', import.meta.url).pathname
const has = (path) => {
  try {
    return readdirSync(`${pages}${path}`).length > 0
  } catch {
    return false
  }
}
const namesIn = (path) =>
  has(path)
    ? readdirSync(`${pages}${path}`)
        .filter((name) => name.endsWith('.md') && name !== 'index.md')
        .map((name) => name.slice(0, -'.md'.length))
        .toSorted()
    : []
const list = (lang, path, folder, skip = []) =>
  namesIn(path)
    .filter((name) => !skip.includes(name))
    .map((name) => ({ text: name, link: `${lang}/${folder}/${name}` }))

const words = {
  en: {
    start: 'Start',
    minute: 'First call in a minute',
    guides: 'Guides',
    recipes: 'Recipes',
    network: 'Network and firewall',
    csp: 'Content-Security-Policy',
    ui: 'The phone on the page',
    embed: 'In an iframe',
    reload: 'Reload and tabs',
    sandbox: 'Sandbox',
    testing: 'Testing without a server',
    diagnose: 'Diagnosis',
    flight: 'What happened in a call',
    migrate: ['From sip.js', 'From jssip'],
    reference: 'Reference',
    events: 'Events',
    errors: 'Error codes',
    reasons: 'Hang-up reasons',
    numbers: 'Test numbers',
    back: 'Back end and operation',
    proof: 'Proof',
  },
  vi: {
    start: 'Bắt đầu',
    minute: 'Cuộc gọi đầu tiên trong một phút',
    guides: 'Hướng dẫn',
    recipes: 'Cách tích hợp',
    network: 'Mạng và tường lửa',
    csp: 'Content-Security-Policy',
    ui: 'Giao diện (tiếng Anh)',
    embed: 'Trong iframe',
    reload: 'Tải lại trang, nhiều tab (tiếng Anh)',
    sandbox: 'Sandbox',
    testing: 'Viết test không cần máy chủ',
    diagnose: 'Chẩn đoán',
    flight: 'Chuyện gì đã xảy ra trong cuộc gọi',
    migrate: ['Chuyển từ sip.js', 'Chuyển từ jssip'],
    reference: 'Tra cứu',
    events: 'Sự kiện',
    errors: 'Mã lỗi',
    reasons: 'Lý do kết thúc cuộc gọi',
    numbers: 'Số thử',
    back: 'Máy chủ và vận hành (tiếng Anh)',
    proof: 'Số liệu (tiếng Anh)',
  },
}

const products = {
  angular: 'Angular',
  hubspot: 'HubSpot',
  'plain-html': 'HTML',
  react: 'React',
  'script-tag': 'Script tag',
  svelte: 'Svelte',
  vite: 'Vite',
  vue: 'Vue',
}

/** A page of the other language stands in where a translation is missing. */
function link(lang, path) {
  const own = lang === 'en' ? `en/${path}` : path
  const exists = (file) => {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : ''
    return namesIn(folder).includes(file.slice(file.lastIndexOf('/') + 1))
  }
  if (exists(own)) return `/${own}`
  return exists(`en/${path}`) ? `/en/${path}` : undefined
}
const item = (lang, text, path) => ({ text, link: link(lang, path) })
const present = (items) => items.filter((entry) => entry.link !== undefined)

function sidebar(lang) {
  const w = words[lang]
  const base = lang === 'en' ? '/en' : ''
  const recipeNames = [...new Set([...namesIn('en/recipes'), ...namesIn('recipes')])]
  return [
    { text: w.start, items: present([item(lang, w.minute, 'start')]) },
    {
      text: w.guides,
      items: present([
        item(lang, w.network, 'network'),
        item(lang, w.csp, 'csp'),
        item(lang, w.ui, 'ui'),
        item(lang, w.embed, 'embed'),
        item(lang, w.reload, 'reload-and-tabs'),
        item(lang, w.sandbox, 'sandbox'),
        item(lang, w.testing, 'testing'),
        item(lang, w.diagnose, 'diagnose'),
        item(lang, w.flight, 'flight'),
        item(lang, w.migrate[0], 'migration/from-sip-js'),
        item(lang, w.migrate[1], 'migration/from-jssip'),
      ]),
    },
    {
      text: w.recipes,
      items: present(recipeNames.map((name) => item(lang, products[name] ?? name, `recipes/${name}`))),
    },
    {
      text: w.reference,
      items: [
        ...present([item(lang, w.events, 'events'), item(lang, w.numbers, 'test-numbers')]),
        {
          text: w.errors,
          link: `${base}/errors/`,
          collapsed: true,
          items: list(base, `${base}/errors`, 'errors', ['table']),
        },
        {
          text: w.reasons,
          link: `${base}/hangup/`,
          collapsed: true,
          items: list(base, `${base}/hangup`, 'hangup', ['table']),
        },
        { text: 'API', link: '/en/reference/' },
        ...present([item(lang, lang === 'en' ? 'Glossary' : 'Thuật ngữ', 'glossary')]),
      ],
    },
    {
      text: w.back,
      items: present([
        item('en', 'REST', 'rest'),
        item('en', 'Webhooks', 'webhooks'),
        item('en', 'Kamailio, rtpengine', 'deployment'),
        item('en', 'FreeSWITCH', 'freeswitch'),
        item('en', 'Asterisk', 'asterisk'),
        item('en', 'Security', 'security'),
      ]),
    },
    {
      text: w.proof,
      items: present([
        item('en', 'Specification', 'spec-coverage'),
        item('en', 'Reliability', 'reliability'),
        item('en', 'Bench', 'bench'),
        item('en', 'Architecture', 'architecture'),
        item('en', 'Changelog', 'changelog'),
      ]),
    },
  ]
}

export default defineConfig({
  srcDir: '.pages',
  outDir: 'dist',
  cacheDir: '.cache',
  title: 'Zorio Webphone',
  description:
    'A SIP phone for the browser: one call to connect, twelve events, calls that outlive the socket.',
  cleanUrls: true,
  // Not a page of ours: the demo of whoever follows the guide.
  ignoreDeadLinks: [/^https?:\/\/localhost/],
  // Reference and repository documents speak of types such as Promise<string>: no markup of theirs is wanted.
  markdown: { html: false },
  locales: {
    root: {
      label: 'Tiếng Việt',
      lang: 'vi',
      description:
        'Điện thoại SIP trong trình duyệt: một lệnh kết nối, mười hai sự kiện, cuộc gọi không mất khi rớt mạng.',
      themeConfig: {
        sidebar: { '/': sidebar('vi') },
        outline: { label: 'Trên trang này' },
        docFooter: { prev: 'Trang trước', next: 'Trang sau' },
        darkModeSwitchLabel: 'Giao diện tối',
        sidebarMenuLabel: 'Mục lục',
        returnToTopLabel: 'Lên đầu trang',
        langMenuLabel: 'Ngôn ngữ',
      },
    },
    en: {
      label: 'English',
      lang: 'en',
      link: '/en/',
      themeConfig: { sidebar: { '/en/': sidebar('en') } },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          root: {
            translations: {
              button: { buttonText: 'Tìm kiếm', buttonAriaLabel: 'Tìm kiếm' },
              modal: {
                noResultsText: 'Không tìm thấy',
                resetButtonTitle: 'Xóa',
                footer: { selectText: 'chọn', navigateText: 'di chuyển', closeText: 'đóng' },
              },
            },
          },
        },
      },
    },
  },
  vite: {
    // English only, as the plugin advises: one language for the readers that are programs.
    plugins: [llms({ workDir: 'en', ignoreFiles: ['reference/**'] })],
  },
})
