// A page without a phone: its code goes to the page around it, whoever that is; there is nothing secret in it.
const { code } = document.querySelector('.refusal').dataset
if (parent !== window) parent.postMessage({ ns: 'zorio.webphone', v: 1, type: 'refused', code }, '*')
