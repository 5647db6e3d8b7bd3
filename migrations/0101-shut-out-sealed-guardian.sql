-- Beyond the relation: who is shut out of a file, to whom a sealed file is closed, and which guardian a child has.
-- The rules are kept here; what follows from them is written into the rows that `cases.sees` reads.

create schema access;
grant usage on schema access to ariadne_app;

create table access.conflict (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references cases.file (id),
  account uuid not null references accounts.account (id),
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  ended_at timestamptz
);
create unique index "a person is shut out of a file once" on access.conflict (file, account) where ended_at is null;
alter table access.conflict enable row level security;
alter table access.conflict force row level security;

create table access.seal (
  file uuid primary key references cases.file (id),
  office uuid not null,
  reason text not null,
  set_by uuid not null,
  set_at timestamptz not null
);
alter table access.seal enable row level security;
alter table access.seal force row level security;

create table access.named (
  file uuid not null references access.seal (file) on delete cascade,
  account uuid not null references accounts.account (id),
  primary key (file, account)
);
alter table access.named enable row level security;
alter table access.named force row level security;

create function access.leads() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from accounts.account where id = app.account() and lead and active)
$$;

-- Who of an office may see a sealed file: those named, or where nobody is, whoever leads it.
create function access.those_named(asked uuid, of_office uuid) returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select array_agg(person.id) from access.named join accounts.account as person on person.id = named.account where named.file = asked and person.office = of_office),
    (select array_agg(id) from accounts.account where office = of_office and lead and active), '{}')
  where exists (select from access.seal where seal.file = asked)
$$;

-- Writes what follows from conflicts, seals and named guardians into the rows that are read.
create function access.apply(asked uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  shut uuid[] := coalesce((select array_agg(account) from access.conflict where file = asked and ended_at is null), '{}');
begin
  update cases.party set shut_out = shut, only_for = access.those_named(asked, office) where file = asked;
  update detection.report set shut_out = shut, only_for = access.those_named(asked, report.office)
    where reference = (select file.reference from cases.file where id = asked);
  update cases.file set guarded = shut <> '{}' or exists (select from access.seal where seal.file = asked)
    or exists (select from cases.party where party.file = asked and relation = 'guardian' and account is not null and until is null)
    where id = asked;
end $$;

create function access.guard_new_party() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.shut_out := coalesce((select array_agg(account) from access.conflict where file = new.file and ended_at is null), '{}');
  new.only_for := access.those_named(new.file, new.office);
  return new;
end $$;
create trigger "a new relation is guarded like the file" before insert on cases.party for each row execute function access.guard_new_party();

-- Whoever becomes or ceases to be the superior, or changes office, gains and loses sealed files with it.
create function access.follow_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform access.apply(file) from access.seal where exists (select from cases.party where party.file = seal.file and party.office in (old.office, new.office));
  return null;
end $$;
create trigger "sealed files follow the office" after update of office, lead, active on accounts.account
  for each row when (old.office <> new.office or old.lead <> new.lead or old.active <> new.active) execute function access.follow_person();

-- The file that somebody with charge of such things names by its reference; null when it is not theirs to name.
create function access.file_to_guard(asked text) returns uuid language sql stable security definer set search_path = '' as $$
  select file.id from cases.file where file.reference = upper(asked)
    and (app.office_kind() in ('administration', 'data-protection')
      or (access.leads() and exists (select from cases.party
        where party.file = file.id and party.office = app.office() and party.until is null and app.account() <> all (party.shut_out)
          and party.relation <> 'emergency')))
$$;

create function access.shut_out(asked text, person uuid, because text, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  -- A superior speaks for her own office; whoever keeps accounts or watches over data speaks for all.
  if found_file is null or not exists (select from accounts.account where id = person
      and (office = app.office() or app.office_kind() in ('administration', 'data-protection'))) then
    return null;
  end if;
  insert into access.conflict (file, account, reason, set_by, set_at) values (found_file, person, because, app.account(), moment) on conflict do nothing;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.let_in_again(asked uuid, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid;
begin
  update access.conflict set ended_at = moment where id = asked and ended_at is null
    and exists (select from access.conflicts() as shown where shown.id = asked) returning file into found_file;
  if found_file is not null then
    perform access.apply(found_file);
  end if;
  return found_file;
end $$;

-- Shown to those who may set it and to nobody else: never to the person herself.
create function access.conflicts() returns table (id uuid, reference text, person text, reason text, set_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select conflict.id, file.reference, account.name, conflict.reason, conflict.set_at
    from access.conflict join cases.file on file.id = conflict.file join accounts.account on account.id = conflict.account
    where conflict.ended_at is null and conflict.account <> app.account()
      and (app.office_kind() in ('administration', 'data-protection') or (access.leads() and account.office = app.office()))
    order by conflict.set_at desc
  $$;

-- Seals a file, or names who of the own office may see a sealed one.
create function access.seal(asked text, people uuid[], because text, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  if found_file is null or not access.leads() or app.office_kind() not in ('reception-centre', 'immigration-office', 'magistrate', 'guardian', 'first-line')
      or exists (select from unnest(people) as person where person not in (select id from accounts.account where office = app.office() and active)) then
    return null;
  end if;
  insert into access.seal (file, office, reason, set_by, set_at) values (found_file, app.office(), because, app.account(), moment) on conflict do nothing;
  delete from access.named where file = found_file and account in (select id from accounts.account where office = app.office());
  insert into access.named (file, account) select found_file, person from unnest(people) as person;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.unseal(asked text) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  delete from access.seal where file = found_file and office = app.office() and access.leads();
  if not found then
    return null;
  end if;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.sealed() returns table (reference text, reason text, people text[], may_open boolean, set_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select file.reference, case when seal.office = app.office() then seal.reason else '' end,
      array(select name from accounts.account where id = any (access.those_named(file.id, app.office())) order by name), seal.office = app.office(), seal.set_at
    from access.seal join cases.file on file.id = seal.file
    where access.leads() and access.file_to_guard(file.reference) is not null and app.office_kind() not in ('administration', 'data-protection')
    order by seal.set_at desc
  $$;

-- A child has one guardian by name; from then on the rest of the guardianship sees her file no more.
create function access.appoint_guardian(asked text, person uuid, on_day date) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid;
begin
  select party.file into found_file from cases.party join cases.file on file.id = party.file
    where file.reference = upper(asked) and party.office = app.office() and party.relation = 'guardian' and party.until is null
      and app.account() <> all (party.shut_out) and person <> all (party.shut_out);
  if found_file is null or app.office_kind() <> 'guardian' or not access.leads()
      or not exists (select from accounts.account where id = person and office = app.office() and active) then
    return null;
  end if;
  update cases.party set until = greatest(on_day, since) where file = found_file and office = app.office() and relation = 'guardian' and until is null;
  insert into cases.party (file, office, account, relation, opened_on, since)
    select found_file, app.office(), person, 'guardian', file.opened_on, greatest(on_day, file.opened_on) from cases.file where file.id = found_file;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.guardians() returns table (reference text, opened_on date, guardian text, since date)
  language sql stable security definer set search_path = '' as $$
    select file.reference, file.opened_on, account.name, case when account.id is not null then party.since end
    from cases.party join cases.file on file.id = party.file left join accounts.account on account.id = party.account
    where party.office = app.office() and app.office_kind() = 'guardian' and party.relation = 'guardian' and party.until is null
      and app.account() <> all (party.shut_out) and (access.leads() or party.account = app.account())
      and (party.only_for is null or app.account() = any (party.only_for))
    order by account.id is not null, file.opened_on desc limit 500
  $$;

-- A superior is not told of what is closed to her.
create or replace function cases.told_to_superior() returns table (notice bigint, reference text, key text, office uuid, ends_on date, told_on date, seen_on date)
  language sql stable security definer set search_path = '' as $$
    select notice.id, file.reference, clock.key, clock.owner_office, clock.ends_on, notice.given_on, notice.seen_on
    from cases.notice join cases.clock on clock.id = notice.clock join cases.file on file.id = clock.file
    where notice.to_account = app.account() and clock.owner_office = app.office()
      and clock.closed_on is null and clock.suspended_since is null and right(notice.key, 10) = clock.ends_on::text
      and (not file.guarded or not exists (select from cases.party where party.file = file.id and party.office = app.office() and party.until is null
        and (app.account() = any (party.shut_out) or app.account() <> all (party.only_for))))
  $$;

revoke all on all functions in schema access from public;
grant execute on function access.shut_out(text, uuid, text, timestamptz), access.let_in_again(uuid, timestamptz), access.conflicts(),
  access.seal(text, uuid[], text, timestamptz), access.unseal(text), access.sealed(),
  access.appoint_guardian(text, uuid, date), access.guardians(), access.leads() to ariadne_app;
