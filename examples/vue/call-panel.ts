import { defineComponent, h, ref } from 'vue'
import { useWebphone, useWebphoneEvent } from '@zorio/webphone/vue'
import type { ZorioCall } from '@zorio/webphone'

/** Written with `h` so that the example needs no compiler; in a single-file component the setup is the same. */
export const CallPanel = defineComponent(() => {
  const webphone = useWebphone()
  const number = ref('')
  const problem = ref('')
  useWebphoneEvent('call_hangup', ({ call, reason }) => (problem.value = `${call.number}: ${reason}`))

  useWebphoneEvent('error', ({ remedy }) => (problem.value = remedy))

  const dial = (event: Event): void => {
    event.preventDefault()
    webphone.value.phone?.call(number.value).catch((failed: Error) => (problem.value = failed.message))
  }
  const row = (call: ZorioCall) =>
    h('li', { key: call.uuid }, [
      `${call.contact?.full_name ?? call.number} ${call.state} `,
      call.direction === 'incoming' && call.state === 'ringing'
        ? h('button', { onClick: () => void call.answer() }, 'Answer')
        : null,
      h(
        'button',
        { onClick: () => void (call.isMuted ? call.unmute() : call.mute()) },
        call.isMuted ? 'Unmute' : 'Mute',
      ),
      h('button', { onClick: () => void call.hangup() }, 'Hang up'),
    ])

  return () => {
    const { status, extension, error, calls } = webphone.value
    return h('form', { onSubmit: dial }, [
      h('p', `${extension} ${status} ${error?.message ?? ''}`),
      h('input', {
        'aria-label': 'Number',
        value: number.value,
        onInput: (event: Event) => (number.value = (event.target as HTMLInputElement).value),
      }),
      h('button', { disabled: status !== 'registered' }, 'Call'),
      h('ul', calls.map(row)),
      h('p', { role: 'status' }, problem.value),
    ])
  }
})
