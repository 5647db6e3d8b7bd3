import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from '../database-trouble.ts'
import type { DatabasePlace } from './database-place.ts'

/** Where the database lays each finished piece of its journal until it is sealed and carried away. */
export const journalSpool = (root: string): string => join(root, 'journal-out')

/** The settings with which PostgreSQL hands its journal out: a piece at least every minute, whole or not at all. */
export function archiving({ root, user }: DatabasePlace): readonly string[] {
  const spool = journalSpool(root)
  // The command goes through a shell, and % and quotes mean something there.
  if (/['"%\\$`\n]/.test(spool)) throw new DatabaseTrouble(`ARIADNE_JOURNAL needs an ARIADNE_HOME whose path has no quotes, dollar or percent signs; ${root} has one.`)
  mkdirSync(spool, { recursive: true, mode: 0o700 })
  if (user) chownSync(spool, user.uid, user.gid)
  return ['archive_mode=on', 'archive_timeout=60', `archive_command=test -f "${spool}/%f" || (cp "%p" "${spool}/%f.part" && sync "${spool}/%f.part" && mv "${spool}/%f.part" "${spool}/%f")`]
}
