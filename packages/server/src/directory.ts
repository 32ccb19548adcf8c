/** Who has which extension, kept in memory: the PBX asks for each request and cannot wait for a database. */
import type { UserRow } from './auth/user-store.ts'

export interface Directory {
  has: (extension: string) => boolean
  displayNameOf: (extension: string) => string | undefined
  accountOf: (extension: string) => number | undefined
}

export function createDirectory(users: readonly UserRow[]): Directory {
  const byExtension = new Map(users.map((user) => [user.extension, user]))
  return {
    has: (extension) => byExtension.has(extension),
    displayNameOf: (extension) => byExtension.get(extension)?.fullName,
    accountOf: (extension) => byExtension.get(extension)?.accountId,
  }
}
