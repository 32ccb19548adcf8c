import type { TemplateResult, nothing } from 'lit/html.js'
import type { CallPanelView, OtherCallView } from '../view/call-view.ts'
import type { ScreenInput } from './screen-input.ts'

/** Parts of the first screens that lie in the later chunk; `null` until it is there. */
export interface LaterParts {
  statusDetail(input: ScreenInput): TemplateResult
  consultRow(input: ScreenInput, call: CallPanelView): TemplateResult
  otherCalls(input: ScreenInput, others: readonly OtherCallView[]): TemplateResult | typeof nothing
}
