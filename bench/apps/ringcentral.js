import WebPhone from 'ringcentral-web-phone'

export async function start(sipInfo, number) {
  const phone = new WebPhone({ sipInfo })
  await phone.start()
  phone.on('inboundCall', (call) => void call.answer())
  await phone.call(number)
}
globalThis.start = start
