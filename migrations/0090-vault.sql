-- The vault: a key for each subject (the person of a file, a report, an operation, an account), wrapped by a master key that is never in here.
-- A wrapped key says nothing by itself, and what it opens is guarded where it lies; so it may be read by whoever works here.

create schema vault;
grant usage on schema vault to ariadne_app;

-- Which master keys wrap something; a dropped one stays named, so that nothing is ever wrapped by it again.
create table vault.master (
  id text primary key,
  seen_at timestamptz not null default now(),
  dropped_at timestamptz
);

create table vault.data_key (
  subject uuid primary key,
  -- What the subject is, for counts and for the certificate of a destruction.
  kind text not null constraint "a kind of subject is one word" check (kind ~ '^[a-z][a-z-]{1,39}$'),
  master text references vault.master (id),
  wrapped bytea,
  made_at timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint "a key is there with its master, or destroyed" check (num_nulls(master, wrapped) in (0, 2) and (wrapped is null) = (destroyed_at is not null))
);
create index "keys by master" on vault.data_key (master, subject) where wrapped is not null;
alter table vault.data_key enable row level security;
alter table vault.data_key force row level security;
create policy "a wrapped key says nothing by itself" on vault.data_key for select to ariadne_app using (true);
-- Destroyed is erased: neither made again nor given another key.
create policy "the data protection officer destroys" on vault.data_key for update to ariadne_app
  using (app.office_kind() = 'data-protection' and destroyed_at is null) with check (wrapped is null);
grant select on vault.data_key to ariadne_app;
grant update (master, wrapped, destroyed_at) on vault.data_key to ariadne_app;

-- Keeps a subject's key unless it has one, and answers with the one that counts; null where it was destroyed.
-- The lock on the master makes whoever drops it wait, and nothing is wrapped by one that was dropped.
create function vault.keep_key(asked uuid, of_kind text, by_master text, new_wrapped bytea) returns bytea
  language plpgsql security definer set search_path = '' as $$
declare
  kept bytea;
begin
  insert into vault.master (id) values (by_master) on conflict (id) do nothing;
  perform from vault.master where id = by_master and dropped_at is null for key share;
  if not found then
    raise exception 'the master key % was dropped', by_master;
  end if;
  insert into vault.data_key (subject, kind, master, wrapped) values (asked, of_kind, by_master, new_wrapped) on conflict (subject) do nothing;
  select wrapped into kept from vault.data_key where subject = asked;
  return kept;
end $$;

revoke all on all functions in schema vault from public;
grant execute on function vault.keep_key(uuid, text, text, bytea) to ariadne_app;

-- Which tables have been sealed whole, with what lay under them rewritten.
create table vault.sealed_table (
  name text primary key,
  sealed_at timestamptz not null default now(),
  rows_sealed bigint not null
);
