-- Programs of other systems: an account of their own in an office, and one narrow key that opens named routes of the interface until a day.

alter table accounts.account add column machine boolean not null default false
  constraint "a program leads nobody and is nobody invented" check (not machine or (not lead and not demonstration));

create table accounts.machine_key (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references accounts.account (id),
  key_hash bytea not null constraint "a key opens for one program" unique,
  routes text[] not null constraint "a key names what it opens" check (cardinality(routes) between 1 and 100),
  addresses cidr[] not null default '{}',
  per_minute int not null constraint "a program has a pace" check (per_minute between 1 and 6000),
  until timestamptz not null,
  made_by uuid not null references accounts.account (id),
  made_at timestamptz not null,
  revoked_at timestamptz,
  last_used_at timestamptz,
  minute_began_at timestamptz,
  used_in_minute int not null default 0,
  constraint "a key is good for a year at most" check (until <= made_at + interval '366 days')
);
create index "keys of an account" on accounts.machine_key (account);
alter table accounts.machine_key enable row level security;
alter table accounts.machine_key force row level security;
create policy "keys are known to who keeps and who watches accounts" on accounts.machine_key for select to ariadne_app
  using (app.office_kind() in ('administration', 'data-protection'));
create policy "the administration makes keys" on accounts.machine_key for insert to ariadne_app
  with check (app.office_kind() = 'administration' and made_by = app.account() and revoked_at is null);
create policy "the administration takes keys back" on accounts.machine_key for update to ariadne_app using (app.office_kind() = 'administration');
grant insert, select (id, account, routes, addresses, per_minute, until, made_by, made_at, revoked_at, last_used_at), update (revoked_at) on accounts.machine_key to ariadne_app;

-- A program has no session, whatever way somebody finds to its login: the row is not written, and nobody is let in.
create function accounts.programs_open_no_session() returns trigger language plpgsql set search_path = '' as $$
begin
  return case when exists (select from accounts.account where id = new.account and machine) then null else new end;
end $$;
create trigger "a program opens no session" before insert on accounts.session for each row execute function accounts.programs_open_no_session();

-- Who holds this key, in one round trip, counted by the minute for all servers together. A key from a wrong address is as unknown as a wrong key.
create function accounts.actor_of_key(hash bytea, asked_from inet, moment timestamptz)
  returns table (account uuid, name text, office uuid, office_name text, office_kind text, profession text, language text, key uuid, ends_at timestamptz, routes text[], wait int)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held accounts.machine_key;
  waits int := 0;
begin
  select * into held from accounts.machine_key
    where key_hash = hash and revoked_at is null and until > moment and (addresses = '{}' or asked_from operator(pg_catalog.<<=) any (addresses))
    for update;
  if held.id is null then
    return;
  end if;
  if held.minute_began_at is null or held.minute_began_at <= moment - interval '1 minute' then
    update accounts.machine_key set minute_began_at = moment, used_in_minute = 1, last_used_at = moment where id = held.id;
  elsif held.used_in_minute < held.per_minute then
    update accounts.machine_key set used_in_minute = used_in_minute + 1, last_used_at = moment where id = held.id;
  else
    waits := greatest(1, ceil(extract(epoch from held.minute_began_at + interval '1 minute' - moment))::int);
  end if;
  return query
    select person.id, person.name, office.id, office.name ->> person.language, office.kind, coalesce(person.profession, office.profession, office.kind), person.language,
      held.id, held.until, held.routes, waits
    from accounts.account as person join accounts.office on office.id = person.office
    where person.id = held.account and person.active and person.machine;
end $$;

revoke all on function accounts.programs_open_no_session(), accounts.actor_of_key(bytea, inet, timestamptz) from public;
-- Asked outside every transaction, by whatever user the pool signs in as; whoever has no key learns nothing.
grant execute on function accounts.actor_of_key(bytea, inet, timestamptz) to public;
