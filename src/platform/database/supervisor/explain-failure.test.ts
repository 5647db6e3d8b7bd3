import { describe, expect, test } from 'vitest'
import { explainFailure } from './explain-failure.ts'
import { databaseUser } from './unprivileged-user.ts'

// As PostgreSQL 18 writes them.
const said: readonly (readonly [string, RegExp])[] = [
  ['initdb: error: could not write file "/x/postgresql.conf": No space left on device', /disk is full/],
  ['PANIC:  could not write to file "pg_wal/xlogtemp.12": No space left on device', /disk is full/],
  ['ENOSPC: no space left on device, write', /disk is full/],
  ['initdb: error: could not create directory "/x/pg_wal": Read-only file system', /only be read/],
  ['FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17', /another version/],
  ['postgres: could not find the database system\nExpected to find it in the directory "/x",\nbut could not open file "global/pg_control": No such file or directory', /pg_control/],
  ['PANIC:  could not locate a valid checkpoint record at 0/1A2B3C8', /journal/],
  ['ERROR:  invalid page in block 3 of relation "base/5/1259"', /missing or damaged/],
  ['FATAL:  relation mapping file "global/pg_filenode.map" contains invalid data', /missing or damaged/],
  ['FATAL:  data directory "/x" has wrong ownership', /belongs to another user/],
  ['FATAL:  data directory "/x" has invalid permissions', /belongs to another user/],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', /too little memory/],
  ['FATAL:  lock file "postmaster.pid" already exists', /Another PostgreSQL/],
  ['FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use', /Another PostgreSQL/],
  ['FATAL:  Unix-domain socket path "/very/long" is too long (maximum 107 bytes)', /too long/],
  ['postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file', /does not run on this system/],
  ['password authentication failed for user "ariadne"', /database-password/],
  ['FATAL:  could not open lock file "/x/.s.PGSQL.5432.lock": Permission denied', /may not read or write/],
  ['FATAL:  configuration file "/x/postgresql.conf" contains errors: unrecognized configuration parameter "foo"', /settings of the database/],
]

describe('what PostgreSQL says when it fails', () => {
  test.each(said)('%s', (output, meaning) => expect(explainFailure(output)).toMatch(meaning))

  test('is left alone when nobody has met it', () => expect(explainFailure('something new')).toBeUndefined())

  test('is never answered by advice to delete the data', () => {
    for (const [output] of said) expect(explainFailure(output)).not.toMatch(/delete|remove|rm /i)
  })
})

describe('the user that PostgreSQL runs as', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/:/bin/sh'
  test('is ourselves unless we are root', () => expect(databaseUser(passwd, false)).toBeNull())
  test('is one made for it before nobody', () => expect(databaseUser(passwd, true)).toEqual({ name: 'postgres', uid: 101, gid: 104 }))
  test('is asked for when there is none', () => expect(() => databaseUser('root:x:0:0::/root:/bin/sh', true)).toThrow('useradd --system ariadne'))
})
