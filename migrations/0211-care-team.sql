-- Notes on how a person is: social and psychological ones for her centre, medical ones for the care team that is named in her file and for nobody else.

create table cases.care_member (
  id uuid primary key,
  file uuid not null references cases.file (id),
  office uuid not null references accounts.office (id),
  account uuid not null references accounts.account (id),
  named_by uuid not null references accounts.account (id),
  named_at timestamptz not null,
  ended_at timestamptz,
  constraint "nobody leaves a care team before joining it" check (ended_at >= named_at)
);
create unique index "one is in the care team of a file once" on cases.care_member (file, account) where ended_at is null;
create index "care teams of somebody" on cases.care_member (account) where ended_at is null;
alter table cases.care_member enable row level security;
alter table cases.care_member force row level security;
create policy "a centre knows the care teams of its own files" on cases.care_member for select to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre']));
grant select on cases.care_member to ariadne_app;

-- Whether whoever acts is in the care team at this moment, in person: standing in for somebody gives nothing of it, and takes it away for as long.
create function cases.in_care_team(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select app.stands_for() is null and cases.sees(asked, array['centre'])
      and exists (select from cases.care_member where file = asked and account = app.account() and office = app.office() and ended_at is null)
  $$;

-- The centre's caseworker of a file is who took its first step there.
create function cases.may_name_care_team(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select app.stands_for() is null and app.office_kind() = 'reception-centre' and cases.sees(asked, array['centre'])
      and (accounts.leads_own_office()
        or app.account() = (select account from protection.step where file = asked and office = app.office() order by number limit 1))
  $$;

create function cases.name_care_member(member uuid, asked uuid, person uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if cases.may_name_care_team(asked) is not true
      or not exists (select from accounts.account where id = person and office = app.office() and active and not machine)
      or not exists (select from cases.party where file = asked and office = app.office() and relation = 'centre' and until is null
        and person <> all (shut_out) and (only_for is null or person = any (only_for))) then
    return false;
  end if;
  insert into cases.care_member (id, file, office, account, named_by, named_at) values (member, asked, app.office(), person, app.account(), moment) on conflict do nothing;
  return found;
end $$;

-- Whoever may name may end, and everybody leaves a team herself.
create function cases.end_care_member(member uuid, asked uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update cases.care_member set ended_at = moment where id = member and file = asked and office = app.office() and ended_at is null
    and (cases.may_name_care_team(asked) or (account = app.account() and cases.in_care_team(asked)));
  return found;
end $$;

-- A team ends with what it stood on: the centre's part in the file, and somebody's place in the office.
create function cases.end_care_team() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.care_member set ended_at = greatest(named_at, coalesce(app.now(), now())) where file = old.file and office = old.office and ended_at is null;
  return null;
end $$;
create trigger "a care team ends with its centre" after update on cases.party
  for each row when (old.relation = 'centre' and old.until is null and new.until is not null) execute function cases.end_care_team();
create function cases.leave_care_teams() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.care_member set ended_at = greatest(named_at, coalesce(app.now(), now())) where account = old.id and ended_at is null;
  return null;
end $$;
create trigger "who leaves an office leaves its care teams" after update of office, active on accounts.account
  for each row when (old.office <> new.office or (old.active and not new.active)) execute function cases.leave_care_teams();

create table cases.care_note (
  id uuid primary key,
  file uuid not null references cases.file (id),
  office uuid not null references accounts.office (id),
  account uuid not null references accounts.account (id),
  kind text not null constraint "a note is social, psychological or medical" check (kind in ('social', 'psychological', 'medical')),
  sealed bytea not null,
  -- Nothing is written over: what was wrong is corrected by a note that follows.
  corrects uuid references cases.care_note (id),
  at timestamptz not null,
  -- Which came first within one moment; shown to nobody.
  number bigint not null generated always as identity
);
create index "notes of a file" on cases.care_note (file, at, number);
create index "what corrects a note" on cases.care_note (corrects) where corrects is not null;
alter table cases.care_note enable row level security;
alter table cases.care_note force row level security;
create policy "a note is read in its own centre, a medical one by the care team" on cases.care_note for select to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre']) and (kind <> 'medical' or cases.in_care_team(file)));
create policy "a note is written in one's own name" on cases.care_note for insert to ariadne_app
  with check (office = app.office() and account = app.account() and cases.sees(file, array['centre']) and (kind <> 'medical' or cases.in_care_team(file)));
grant select, insert on cases.care_note to ariadne_app;

alter table cases.paper drop constraint "a paper is of the person or of the office",
  add constraint "a paper is of the person, of the office or of the care team" check (compartment in ('identity', 'own-notes', 'medical'));
drop policy "a paper is read as its compartment says" on cases.paper;
create policy "a paper is read as its compartment says" on cases.paper for select to ariadne_app
  using ((compartment = 'identity' or office = app.office()) and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])
    and (compartment <> 'medical' or cases.in_care_team(file)));
create policy "a medical paper is added by the care team" on cases.paper for insert to ariadne_app
  with check (compartment = 'medical' and office = app.office() and account = app.account() and cases.sees(file, array['centre']) and cases.in_care_team(file));
drop policy "a paper is removed by whoever added it" on cases.paper;
create policy "a paper is removed by whoever added it" on cases.paper for delete to ariadne_app
  using (account = app.account() and office = app.office() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])
    and (compartment <> 'medical' or cases.in_care_team(file)));

-- How many papers there are tells nobody of medical ones.
create or replace function cases.count_papers(asked uuid) returns int language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'guardian', 'immigration-office', 'magistrate']) then
    return null;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('papers of ' || asked, 0));
  return (select count(*)::int from cases.paper where file = asked and compartment <> 'medical');
end $$;

create function cases.forget_care_notes() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from cases.care_note where file = new.subject;
  return null;
end $$;
create trigger "notes go with her key" after update on vault.data_key
  for each row when (old.wrapped is not null and new.wrapped is null) execute function cases.forget_care_notes();

-- That medical notes were read, and how often, is not for colleagues: for the care team, for whoever watches over data, and, without a count, for the person.
create or replace function audit.who_saw(asked uuid, reader text, most int, skipped int)
  returns table (number bigint, at timestamptz, who text, office text, office_kind text, own boolean, route text, kind text, listed boolean)
  language sql stable security definer set search_path = '' as $$
    select line.number, line.at, case when line.office = app.office() then account.name end, office.name ->> reader, office.kind,
      coalesce(line.office = app.office(), false), line.route, line.kind, line.file is distinct from asked and line.report is null
    from audit.about_file(asked) as line
      left join accounts.account on account.id = line.account
      join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and (audit.is_told(asked, line, office.kind) or (line.office = app.office() and line.outcome in ('done', 'repeated')))
      and (line.route not like 'medical.%' or app.office_kind() = 'data-protection' or cases.in_care_team(asked))
    order by line.number desc limit most offset skipped
  $$;

drop function audit.for_the_person(uuid, text);
create function audit.for_the_person(asked uuid, reader text)
  returns table (month date, office text, office_kind text, first_at timestamptz, last_at timestamptz, read int, listed int, written int)
  language sql stable security definer set search_path = '' as $$
    select date_trunc('month', line.at)::date, office.name ->> reader, office.kind, min(line.at), max(line.at),
      count(*) filter (where line.kind is distinct from 'act' and (line.file = asked or line.report is not null))::int,
      count(*) filter (where line.kind is distinct from 'act' and line.file is distinct from asked and line.report is null)::int,
      count(*) filter (where line.kind = 'act')::int
    from audit.about_file(asked) as line join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and audit.is_told(asked, line, office.kind) and line.route not like 'medical.%'
    group by 1, office.id, office.name, office.kind
    order by 1, min(line.at)
  $$;

-- The centres whose care team opened her medical notes.
create function audit.read_medical(asked uuid, reader text) returns table (office text)
  language sql stable security definer set search_path = '' as $$
    select distinct office.name ->> reader
    from audit.line join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and line.file = asked and line.route like 'medical.%' and line.outcome in ('done', 'repeated')
  $$;

revoke all on function cases.in_care_team(uuid), cases.may_name_care_team(uuid), cases.name_care_member(uuid, uuid, uuid, timestamptz), cases.end_care_member(uuid, uuid, timestamptz),
  cases.end_care_team(), cases.leave_care_teams(), cases.forget_care_notes(), audit.for_the_person(uuid, text), audit.read_medical(uuid, text) from public;
grant execute on function cases.in_care_team(uuid), cases.may_name_care_team(uuid), cases.name_care_member(uuid, uuid, uuid, timestamptz), cases.end_care_member(uuid, uuid, timestamptz),
  audit.for_the_person(uuid, text), audit.read_medical(uuid, text) to ariadne_app;
