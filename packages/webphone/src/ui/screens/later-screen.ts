/** Every screen that the first does without. */
import type { TemplateResult } from 'lit/html.js'
import type { ScreenInput } from '../parts/screen-input.ts'
import { keypadPane, transferPane } from './call-panes.ts'
import { dutyScreen } from './duty-screen.ts'
import { qualityScreen } from './quality-screen.ts'
import { recentsScreen } from './recents-screen.ts'
import { resultScreen } from './result-screen.ts'
import { settingsScreen } from './settings-screen.ts'
import { shortcutsScreen } from './shortcuts-screen.ts'

export function laterScreen(input: ScreenInput): TemplateResult | undefined {
  const { screen, call, result } = input.view
  switch (screen) {
    case 'keypad':
      return call ? keypadPane(input, call) : undefined
    case 'transfer':
      return call ? transferPane(input, call) : undefined
    case 'quality':
      return call ? qualityScreen(input, call) : undefined
    case 'result':
      return result ? resultScreen(input, result) : undefined
    case 'recents':
      return recentsScreen(input)
    case 'settings':
    case 'audio':
      return settingsScreen(input)
    case 'duty':
      return dutyScreen(input)
    case 'shortcuts':
      return shortcutsScreen(input)
    default:
      return undefined
  }
}
