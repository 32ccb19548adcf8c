// The product's phone in the page, and the `tel:` links that dial through it. All of the integration is in this file.
export function createPhoneDock(place, { mountPhone, captureTelLinks }, { search, onOpenContact, onDial }) {
  let mounted
  let stopLinks

  return {
    use(phone, { layout, theme, locale }) {
      stopLinks?.()
      mounted?.unmount()
      mounted = mountPhone(phone, place, {
        layout,
        theme,
        locale,
        search,
        onOpenContact,
        startMinimised: innerWidth < 1080,
        shortcuts: true,
        faviconBadge: true,
        // The demo sends a tone, and asks for no microphone before it is wanted.
        offerReadinessCheck: false,
      })
      stopLinks = captureTelLinks(mounted, document, { onDial })
    },
    update(look) {
      mounted?.update(look)
    },
  }
}
