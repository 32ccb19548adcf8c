/** Who has which extension, kept in memory: the PBX asks for each request and cannot wait for a database. */
import type { UserRow } from './auth/user-store.ts'
import type { Clock } from './clock.ts'

export type PhoneOwner = Pick<UserRow, 'extension' | 'fullName' | 'accountId'>

export interface Directory {
  has: (extension: string) => boolean
  displayNameOf: (extension: string) => string | undefined
  accountOf: (extension: string) => number | undefined
  /** One more, or one that changed: who asks how to register is known when the phone does. */
  learn: (user: PhoneOwner) => void
  /** All that there are now. */
  replace: (users: readonly PhoneOwner[]) => void
}

/** How soon the PBX knows of users that the command line added or removed. */
const readEveryMs = 5000

function createDirectory(users: readonly PhoneOwner[]): Directory {
  const byOwner = (all: readonly PhoneOwner[]) => new Map(all.map((user) => [user.extension, user]))
  let byExtension = byOwner(users)
  return {
    has: (extension) => byExtension.has(extension),
    displayNameOf: (extension) => byExtension.get(extension)?.fullName,
    accountOf: (extension) => byExtension.get(extension)?.accountId,
    learn: (user) => void byExtension.set(user.extension, user),
    replace: (all) => void (byExtension = byOwner(all)),
  }
}

/** Of the users in the database, read again and again until `stop`, which waits for what is under way. */
export async function openDirectory(options: {
  clock: Clock
  allUsers: () => Promise<UserRow[]>
  onError: (error: unknown) => void
}): Promise<Directory & { stop: () => Promise<void> }> {
  const { clock, allUsers, onError } = options
  const directory = createDirectory(await allUsers())
  let isOver = false
  let last = Promise.resolve()
  const readLater = (): (() => void) =>
    clock.after(readEveryMs, () => {
      last = allUsers()
        .then(directory.replace)
        .catch(onError)
        .then(() => {
          if (!isOver) cancel = readLater()
        })
    })
  let cancel = readLater()
  return {
    ...directory,
    stop() {
      isOver = true
      cancel()
      return last
    },
  }
}
