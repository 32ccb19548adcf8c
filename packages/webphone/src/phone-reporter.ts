/** The way out of a phone: events, errors, log. After `close()` nothing leaves any more. */
import { createEmitter } from './base/emitter.ts'
import { createLogger } from './base/logger.ts'
import type { Emit } from './call/call-facts.ts'
import type { Emitter } from './base/emitter.ts'
import type { Logger, LogSink } from './base/logger.ts'
import type { WebphoneEvents } from './events.ts'
import type { ZorioWebphoneError } from './errors.ts'

export interface PhoneReporter {
  readonly emitter: Emitter<WebphoneEvents>
  readonly logger: Logger
  readonly emit: Emit
  error(error: ZorioWebphoneError): void
  close(): void
}

export interface ReporterSettings {
  readonly debug?: boolean | undefined
  readonly onError?: ((error: ZorioWebphoneError) => void) | undefined
}

export function createPhoneReporter(settings: ReporterSettings, sink: LogSink): PhoneReporter {
  const logger = createLogger(sink, settings.debug ?? false)
  const emitter = createEmitter<WebphoneEvents>((error) => logger.error('an event handler failed', error))
  let isClosed = false
  return {
    emitter,
    logger,
    emit(name, payload) {
      if (isClosed) return
      logger.debug(`event ${name}`)
      emitter.emit(name, payload)
    },
    error(error) {
      if (isClosed) return
      logger.debug(`error ${error.code}: ${error.message}`)
      const isHeard = emitter.emit('error', error)
      tellOnError(settings, error, logger)
      if (!isHeard && !settings.onError)
        logger.error(`unheard error ${error.code}: ${error.message} ${error.remedy}`)
    },
    close() {
      isClosed = true
      emitter.clear()
    },
  }
}

export function tellOnError(
  { onError }: ReporterSettings,
  error: ZorioWebphoneError,
  logger: Pick<Logger, 'error'>,
): void {
  try {
    onError?.(error)
  } catch (caught) {
    logger.error('onError failed', caught)
  }
}
