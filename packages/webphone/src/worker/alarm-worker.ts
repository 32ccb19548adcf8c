/**
 * The worker that keeps time for a hidden page: the timers of a worker are not held back. Its source is made from the
 * text of the function, which may refer to nothing outside of itself and its parameter.
 */
export interface AlarmWorkerScope {
  postMessage(message: FromAlarmWorker): void
  addEventListener(type: 'message', listener: (event: { data: ToAlarmWorker }) => void): void
}

export interface FromAlarmWorker {
  readonly type: 'alarm'
}

/** `delay` in milliseconds; a new one replaces the one before. */
export interface ToAlarmWorker {
  readonly type: 'set-alarm'
  readonly delay: number
}

/** Runs inside the worker, which may serve others too: messages that are not for it are left alone. */
export function runAlarmWorker(scope: AlarmWorkerScope): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  scope.addEventListener('message', function (event) {
    if (event.data.type !== 'set-alarm') return
    clearTimeout(timer)
    timer = setTimeout(function () {
      scope.postMessage({ type: 'alarm' })
    }, event.data.delay)
  })
}

export function alarmWorkerSource(): string {
  return `(${runAlarmWorker.toString()})(self)`
}
