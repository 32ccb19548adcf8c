/** Marks a style sheet for editors; the text is adopted by `adopt-into.ts`. */
export function css(text: TemplateStringsArray): string {
  return text[0] ?? ''
}
