import { DatabaseTrouble } from '../database-trouble.ts'

/** What PostgreSQL and the system say, as patterns, beside what it means for the person who runs Ariadne. The first that fits is told. */
const meanings: readonly (readonly [RegExp, string])[] = [
  [/recovery ended before configured recovery target was reached/i,
    'The journal ends before that moment. Give an earlier moment, or the folder with the rest of the journal, and restore into an empty ARIADNE_HOME again.'],
  [/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/i,
    'The disk is full: the database could not write. Free some space on the disk that holds ARIADNE_HOME and start again; what was saved before is still there.'],
  [/Read-only file system|EROFS/i,
    'The folder of the database is on a disk that may only be read. Mount it for writing, or set ARIADNE_HOME to another folder.'],
  [/could not (open|read) file ".*global\/pg_control"|incorrect checksum in control file|calculated CRC checksum does not match|PG_CONTROL_VERSION/i,
    'The heart of the database (global/pg_control) is missing or damaged. Keep the folder as it is, and restore the latest backup into an empty ARIADNE_HOME.'],
  [/database files are incompatible with server|initialized by PostgreSQL version/i,
    'The data was written by another version of PostgreSQL and this one cannot read it. Start the version of Ariadne that wrote it and make a backup there, then restore that backup into an empty ARIADNE_HOME.'],
  [/could not locate a valid checkpoint record|invalid (primary )?checkpoint record|could not find redo location|could not open file "pg_wal/i,
    'The journal of the database (pg_wal) is missing or damaged, so that it cannot tell what was written last. Keep the folder as it is, and restore the latest backup into an empty ARIADNE_HOME.'],
  [/invalid page in block|page verification failed|could not read block|invalid magic number|is not a database cluster directory|could not open file "(base|global|pg_xact|pg_multixact|pg_filenode)|could not access (the )?status of transaction|could not (open|access) (directory|file) "(pg_|base|global)|file "postgresql.conf" does not exist|could not access the server configuration file|relation mapping file|cache lookup failed|could not find tuple for/i,
    'Files of the database are missing or damaged. Keep the folder as it is, and restore the latest backup into an empty ARIADNE_HOME.'],
  [/could not load .*pg_hba\.conf|syntax error in file|unrecognized configuration parameter|invalid value for parameter/i,
    'The settings of the database (postgresql.conf or pg_hba.conf in its folder) were changed into something that PostgreSQL does not accept. Undo that change and start again.'],
  [/has wrong ownership|must be owner of|has invalid permissions|has group or world access/i,
    'The folder of the database belongs to another user, or others may enter it. Start Ariadne as the user it was started as before, or give the folder to that user alone (mode 0700).'],
  [/could not resize shared memory|could not map anonymous shared memory|could not create shared memory|Cannot allocate memory|ENOMEM|out of memory/i,
    'The machine has too little memory left for the database. Free some memory, or give the container more (and at least 64 MB of /dev/shm), and start again.'],
  [/Too many open files|EMFILE|ENFILE/i,
    'The system allows too few open files. Raise the limit (ulimit -n 4096) and start again.'],
  [/Unix-domain socket path .* is too long/i,
    'The path to the database is too long for the system. Set ARIADNE_HOME to a shorter one.'],
  [/error while loading shared libraries|GLIBC_|symbol not found|No such file or directory.*(bin\/(postgres|initdb))|(bin\/(postgres|initdb)).*(not found|ENOENT|Exec format error)/i,
    'The PostgreSQL that comes with Ariadne does not run on this system (it needs Linux with glibc). Set DATABASE_URL to a PostgreSQL of your own.'],
  [/lock file "postmaster\.pid" (already exists|is empty)|pre-existing shared memory block .* is still in use/i,
    'Another PostgreSQL is still working in this folder. Stop it, and start again.'],
  [/password authentication failed/i,
    'The database does not accept the password kept beside it (database-password in ARIADNE_HOME). Put back the file that belongs to this data.'],
  [/Permission denied|EACCES|EPERM|Operation not permitted/i,
    'The database may not read or write its own folder. Give the folder in ARIADNE_HOME to the user that Ariadne runs as, or choose another folder.'],
]

/** The sentence for what a failed start or setup wrote, or undefined when nobody has met it yet. */
export const explainFailure = (output: string): string | undefined => meanings.find(([pattern]) => pattern.test(output))?.[1]

/** The trouble that a failed step stands for; `step` says what could not be done when nothing better is known. */
export function troubleOf(error: unknown, step: string): DatabaseTrouble {
  if (error instanceof DatabaseTrouble) return error
  const said = error instanceof Error ? error.message : String(error)
  return new DatabaseTrouble(explainFailure(said) ?? `${step}: ${said.trim().slice(-1_500)}`, { cause: error })
}
