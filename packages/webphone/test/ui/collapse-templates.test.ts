/** The build plugin that takes the layout of the source out of templates. The browser tests of the UI run on what it leaves. */
import { expect, it } from 'vitest'
import { collapseIn } from '../../../../scripts/collapse-templates.mjs'

const collapsed = (code: string): string | undefined => collapseIn(code)?.code

it('leaves one blank of each run of white space in markup, also between inline elements', () => {
  expect(
    collapsed('const a: string = html`<p\n    class="x ${on}"\n  >\n  <b>1</b>\n  <i>2</i>${  b  }\n</p>`'),
  ).toBe('const a: string = html`<p class="x ${on}" > <b>1</b> <i>2</i>${  b  } </p>`')
})

it('reaches templates inside templates, and letters of more than one code unit', () => {
  expect(collapsed('x(html`<ul>\n 📞 ${list.map((n) => html`<li>\n∗ ${n}\n</li>`)}\n</ul>`)')).toBe(
    'x(html`<ul> 📞 ${list.map((n) => html`<li> ∗ ${n} </li>`)} </ul>`)',
  )
})

it('keeps what means something in a style sheet: descendants, sums, media queries', () => {
  const sheet = `css\`
    /* why */
    .a :is(b, i) > .c,
    :host([theme='dark']) {
      inset: calc(100% - 4px) auto 0;
      color: var(--x, light-dark(#fff, #000)) !important;
    }
    @container (height < 540px) { .d::before { content: ''; } }
  \``
  expect(collapsed(sheet)).toBe(
    "css`.a :is(b,i) > .c,:host([theme='dark']){inset:calc(100% - 4px) auto 0;color:var(--x,light-dark(#fff,#000)) !important}" +
      "@container (height < 540px){.d::before{content:''}}`",
  )
})

it('touches nothing else: other strings, other tags, code', () => {
  expect(
    collapsed('const a = `a\n  b`\nconst c = sql`select\n  1`\nconst d = html`<b>x</b>`'),
  ).toBeUndefined()
})
