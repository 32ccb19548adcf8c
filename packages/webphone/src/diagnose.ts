/** `@zorio/webphone/diagnose`: is this place fit for calls? The same as `ZorioWebphone.diagnose`; its types are the main entry's. */
import { ZorioWebphone } from './index.ts'
import type { DiagnoseOptions, DiagnoseResult } from './index.ts'

/** Checks everything that a call needs and says what is in its way. Never rejects; at most 15 s. */
export const diagnose = (options: DiagnoseOptions): Promise<DiagnoseResult> => ZorioWebphone.diagnose(options)
