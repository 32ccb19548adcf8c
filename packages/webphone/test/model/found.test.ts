/** Failures that the model-based test found, shrunk, one test each. */
import { it } from 'vitest'
import { runWalk } from './walk.ts'

it('register() right after unregister() is carried out when the registrar has heard goodbye', () =>
  runWalk([{ do: 'latency', ms: 20 }, { do: 'unregister' }, { do: 'register' }]))

it('disconnect() while un-registering settles a register() that came in between', () =>
  runWalk([{ do: 'wire', to: 'lose-both' }, { do: 'unregister' }, { do: 'register' }]))

it('unregister() on a page in the back-forward cache holds when the page comes back', () =>
  runWalk([{ do: 'page', signal: 'pagehide' }, { do: 'register' }, { do: 'unregister' }]))
