/** The worker as a script of its own, for sites whose CSP forbids blob workers: built into `dist/dtmf-worker.js`, the target of `dtmfWorkerUrl`. */
import { runDtmfWorker, type DtmfWorkerScope } from './dtmf-worker.ts'
import { digitFromFrame } from './telephone-event.ts'

declare const self: DtmfWorkerScope

runDtmfWorker(self, digitFromFrame)
