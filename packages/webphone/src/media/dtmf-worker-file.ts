/**
 * The phone's workers as one script, for sites whose CSP forbids blob workers: built into `dist/dtmf-worker.js`, the target
 * of `dtmfWorkerUrl`. Whoever started it speaks to one of the two; the other hears nothing that is for it.
 */
import { runAlarmWorker, type AlarmWorkerScope } from '../worker/alarm-worker.ts'
import { runDtmfWorker, type DtmfWorkerScope } from './dtmf-worker.ts'
import { digitFromFrame } from './telephone-event.ts'

declare const self: DtmfWorkerScope & AlarmWorkerScope

runDtmfWorker(self, digitFromFrame)
runAlarmWorker(self)
