import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { DatabaseTrouble } from '../database-trouble.ts'

/** The user that PostgreSQL runs as when we are root; null when we are not, and PostgreSQL runs as ourselves. */
export type DatabaseUser = { readonly name: string; readonly uid: number; readonly gid: number } | null

const preferred = ['ariadne', 'postgres', 'nobody']

/** PostgreSQL refuses to run as root, so root lends it an existing user without rights. */
export function databaseUser(passwd: string = readPasswd(), isRoot: boolean = process.getuid?.() === 0): DatabaseUser {
  if (!isRoot) return null
  const users = passwd.split('\n').map((line) => line.split(':')).map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  for (const name of preferred) {
    const user = users.find((candidate) => candidate.name === name && candidate.uid > 0)
    if (user) return user
  }
  throw new DatabaseTrouble(
    'PostgreSQL refuses to run as root, and this machine has no user named ariadne, postgres or nobody that it could run as instead. Create one (useradd --system ariadne), start Ariadne as another user, or set DATABASE_URL.',
  )
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8')
  } catch {
    return ''
  }
}

/** What a child process needs to run as that user. */
export const as = (user: DatabaseUser): { uid?: number; gid?: number } => (user ? { uid: user.uid, gid: user.gid } : {})

/** Whether that user can enter a folder and read in it; asked of the system itself, since modes alone do not tell. */
export const canEnter = (user: DatabaseUser, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd -- "$1" && test -r . && test -x .', 'sh', folder], { ...as(user), cwd: '/', stdio: 'ignore' }).status === 0

/** Whether that user can come through a folder on the way to what lies in it. */
export const canPass = (user: DatabaseUser, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1/."', 'sh', folder], { ...as(user), cwd: '/', stdio: 'ignore' }).status === 0
