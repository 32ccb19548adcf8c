/** What the UI needs of the browser beside the phone. `browser/` implements it, tests bring a fake. */
import type { LogEntry } from './call-log.ts'
import type { UiState } from './ui-state.ts'

export interface UiBrowser {
  /** Milliseconds since the epoch. */
  now(): number
  readLog(extension: string): readonly LogEntry[]
  writeLog(extension: string, log: readonly LogEntry[]): void
  clearLog(extension: string): void
  /** Side of the overlay, remembered between pages. */
  readSide(): 'start' | 'end'
  writeSide(side: 'start' | 'end'): void
  notificationState(): UiState['notification']
  /** Call it inside a click. */
  askNotification(): Promise<UiState['notification']>
  /** Opens the microphone and reports its level (0-1) until the returned stop. Rejects with the browser's own error. */
  openMicrophone(deviceId: string, onLevel: (level: number) => void): Promise<() => void>
  /** Two short notes, or two of the ring; false when the browser plays nothing. */
  playSound(kind: 'test' | 'ring', deviceId: string): Promise<boolean>
  /** Records for some seconds and plays it back; `onPlay` between the two. Rejects with the browser's own error, or when stopped. */
  recordAndPlay(options: {
    readonly inputId: string
    readonly outputId: string
    readonly onLevel: (level: number) => void
    readonly onPlay: () => void
    readonly signal: AbortSignal
  }): Promise<void>
  /** True when the microphone can be opened without a question. */
  mayListen(): Promise<boolean>
  /** Call it inside a click. */
  copyText(text: string): Promise<void>
  /** Told when microphones come and go or the permission changes. Returns the unsubscribe. */
  onDevicesChanged(listener: () => void): () => void
}
