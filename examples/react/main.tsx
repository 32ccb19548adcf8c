import { useState, type SyntheticEvent } from 'react'
import { createRoot } from 'react-dom/client'
import { WebphoneProvider, useCall, useCalls, useWebphone, useWebphoneEvent } from '@zorio/webphone/react'
import type { ZorioCall } from '@zorio/webphone'

function Dialler() {
  const { phone, status, extension, error } = useWebphone()
  const [number, setNumber] = useState('')
  const [problem, setProblem] = useState('')
  useWebphoneEvent('call_hangup', ({ call, reason }) => setProblem(`${call.number}: ${reason}`))
  useWebphoneEvent('error', ({ remedy }) => setProblem(remedy))
  const dial = (event: SyntheticEvent) => {
    event.preventDefault()
    phone?.call(number).catch((failed: Error) => setProblem(failed.message))
  }
  return (
    <form onSubmit={dial}>
      <p>
        {extension} {status} {error?.message}
      </p>
      <input aria-label="Number" value={number} onChange={(event) => setNumber(event.target.value)} />
      <button disabled={status !== 'registered'}>Call</button>
      <p role="status">{problem}</p>
    </form>
  )
}

function Row({ call }: { call: ZorioCall }) {
  const { number, contact, direction, state, isMuted } = useCall(call)
  const isRinging = direction === 'incoming' && state === 'ringing'
  return (
    <li>
      {contact?.full_name ?? number} {state}
      {isRinging && <button onClick={() => void call.answer()}>Answer</button>}
      <button onClick={() => void (isMuted ? call.unmute() : call.mute())}>
        {isMuted ? 'Unmute' : 'Mute'}
      </button>
      <button onClick={() => void call.hangup()}>Hang up</button>
    </li>
  )
}

function Calls() {
  const calls = useCalls()
  return (
    <ul>
      {calls.map((call) => (
        <Row key={call.uuid} call={call} />
      ))}
    </ul>
  )
}

const { apiBase, token } = document.body.dataset
const root = document.querySelector('#app')
if (root && apiBase && token)
  createRoot(root).render(
    <WebphoneProvider options={{ apiBase, token }}>
      <Dialler />
      <Calls />
    </WebphoneProvider>,
  )
