import type { TestNumber } from './test-number.ts'

export const echo: TestNumber = {
  number: '9200',
  what: 'answers and echoes what it hears',
  async run(call) {
    await call.answer()
    call.echo()
  },
}
