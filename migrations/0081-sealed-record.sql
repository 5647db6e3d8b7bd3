-- The record of acts, sealed: which files a list showed, whom an account concerned, and a chain of hashes whose heads are signed.

alter table audit.line
  -- Whether it was asked or done, or was a command or a round of the installation itself.
  add column kind text constraint "a line is of an ask, an act, a command or a round" check (kind in ('ask', 'act', 'command', 'round')),
  -- The files that a list, a search or an act showed beside the one that it was about.
  add column shown uuid[],
  -- Whose account it was about: one that was made, closed or invited, or whose login was tried.
  add column about_account uuid,
  -- The database's own clock, which nobody at a door sets.
  add column written_at timestamptz not null default clock_timestamp(),
  -- Numbers are given before lines are committed and so in another order; transactions are told apart by these.
  add column xid xid8 not null default pg_current_xact_id(),
  -- Transactions are counted anew where the record is restored to another server: each is an era of its own.
  add column era int not null default 1;

alter table audit.line drop constraint "an outcome is done, refused, denied or fault";
alter table audit.line add constraint "an outcome is begun, done, repeated, refused, denied or fault"
  check (outcome in ('begun', 'done', 'repeated', 'refused', 'denied', 'fault'));

create index "lines in the order of their transactions" on audit.line (era, xid, number);
create index "lines that showed a file" on audit.line using gin (shown) where shown is not null;

-- What the application says is granted column by column: number, clock, transaction and era are the database's.
revoke insert on audit.line from ariadne_app;
grant insert (at, account, office, session, route, kind, outcome, refusal, file, shown, about_account) on audit.line to ariadne_app;

-- One chain for each installation. The name of the chain stands in every signed head.
create table audit.chain (
  id uuid primary key default gen_random_uuid(),
  era int not null,
  -- The database server on which this era's transactions are counted; empty before the first sealing.
  cluster text not null
);
create unique index "there is one chain" on audit.chain ((true));
insert into audit.chain (era, cluster) values (1, '');

create table audit.seal (
  position bigint primary key,
  line bigint not null constraint "a line is sealed once" unique,
  hash bytea not null constraint "a hash has 32 bytes" check (length(hash) = 32)
);

create table audit.head (
  number bigint primary key,
  position bigint not null,
  hash bytea not null,
  -- Up to where lines were sealed, in the order of the index above.
  era int not null,
  xid xid8 not null,
  line bigint not null,
  signed_at timestamptz not null,
  key text not null,
  signature bytea not null
);

-- Chain, seals and heads are the sealer's, which works as the owner; the application reaches none of them.
alter table audit.chain enable row level security;
alter table audit.chain force row level security;
alter table audit.seal enable row level security;
alter table audit.seal force row level security;
alter table audit.head enable row level security;
alter table audit.head force row level security;

-- How far the sealing is behind: how many lines no head covers yet, ten thousand at most, and how many seconds ago the first of them was
-- written; without any person.
create function audit.seal_lag(out lines int, out seconds int) language plpgsql stable security definer set search_path = '' as $$
declare
  last audit.head;
begin
  select * into last from audit.head order by head.number desc limit 1;
  select count(*), coalesce(extract(epoch from clock_timestamp() - min(waiting.written_at)), 0) into lines, seconds
  from (
    select line.written_at from audit.line
    where (line.era, line.xid, line.number) > (coalesce(last.era, 0), coalesce(last.xid, '0'::xid8), coalesce(last.line, 0))
    order by line.era, line.xid, line.number limit 10000
  ) as waiting;
end $$;
revoke all on function audit.seal_lag() from public;
grant execute on function audit.seal_lag() to ariadne_app;
