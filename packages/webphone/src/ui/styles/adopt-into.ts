/** Constructed style sheets belong to one document: each root gets sheets of the document that it is in. */
export function adoptInto(root: ShadowRoot, styles: readonly string[]): void {
  const view = root.ownerDocument.defaultView
  if (!view) return
  root.adoptedStyleSheets = styles.map((text) => {
    const sheet = new view.CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
}
