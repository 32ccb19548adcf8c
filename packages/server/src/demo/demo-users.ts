import { nationalPhoneNumber, normalisePhoneNumber } from '../contacts/phone-number.ts'

/**
 * The people of the demo. The passwords are public and fixed, for trying the login; a demo server listens on loopback
 * unless told otherwise, and nothing else creates these users.
 */
export interface DemoUser {
  readonly extension: string
  readonly username: string
  readonly password: string
  readonly fullName: string
}

export const demoUsers: readonly DemoUser[] = [
  { extension: '1001', username: 'mai', password: 'demo-mai-1001', fullName: 'Trần Thị Mai' },
  { extension: '1002', username: 'hung', password: 'demo-hung-1002', fullName: 'Lê Văn Hùng' },
  { extension: '1003', username: 'chau', password: 'demo-chau-1003', fullName: 'Phạm Minh Châu' },
]

export interface DemoContact {
  readonly fullName: string
  readonly numbers: readonly string[]
  readonly customerId?: number
  readonly leadId?: number
}

/** In this order, so that Nguyễn An, who calls back from the test numbers 97NN, is contact 1. */
export const demoContacts: readonly DemoContact[] = [
  { fullName: 'Nguyễn An', numbers: ['0987654321'], customerId: 501 },
  { fullName: 'Đặng Thu Hà', numbers: ['0912345678', '02438251234'], customerId: 502 },
  { fullName: 'Vũ Quốc Bảo', numbers: ['0903111222'], customerId: 503 },
  { fullName: 'Hoàng Ngọc Ánh', numbers: ['0868999000'], leadId: 71 },
  { fullName: 'Bùi Đức Thịnh', numbers: ['0938765432'], leadId: 72 },
  { fullName: 'Đỗ Khánh Linh', numbers: ['0355667788'], customerId: 504, leadId: 73 },
]

/** The demo has no line to the outside: for each customer a test number answers, as one meets them in a day of calls. */
const linesOfContacts: Readonly<Record<string, string>> = {
  '0987654321': '9180',
  '0912345678': '9180',
  '02438251234': '9500',
  '0903111222': '9486',
  '0868999000': '9480',
  '0938765432': '9200',
  '0355667788': '9603',
  // Of nobody: the unknown caller of the demo page.
  '0281234567': '9180',
}

export function lineOfContact(dialled: string): string | undefined {
  const number = normalisePhoneNumber(dialled)
  return number === undefined ? undefined : linesOfContacts[nationalPhoneNumber(number)]
}
