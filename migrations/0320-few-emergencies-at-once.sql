-- Emergency access is for one person in danger: how many that nobody has reviewed may stand at once is counted here, one office after another, so that of
-- two that come together the second finds the first. What the limit turned away is kept for data protection.

create table access.emergency_refused (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references accounts.account (id),
  office uuid not null references accounts.office (id),
  -- Null where there is no such file.
  file uuid references cases.file (id),
  because text not null constraint "a limit is a person's or an office's" check (because in ('person', 'office')),
  at timestamptz not null
);
create index "what the limit turned away" on access.emergency_refused (at);
alter table access.emergency_refused enable row level security;
alter table access.emergency_refused force row level security;
create index "emergencies of a person" on access.emergency (account, opened_at);

-- Whether the actor, or whoever she works for, is shut out of a file: binds every kind of office, also those that see files by no relation.
create function access.is_shut_out(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from access.conflict where file = asked and account in (app.account(), app.stands_for()) and ended_at is null)
$$;

drop function access.emergencies_of_office();
create function access.emergencies_of_office() returns table (opened_at timestamptz, reviewed_at timestamptz, is_own boolean, of_office boolean)
  language sql stable security definer set search_path = '' as $$
    select opened_at, reviewed_at, account = app.account(), office = app.office()
    from access.emergency where office = app.office() or account = app.account() order by emergency.opened_at desc limit 1000
$$;

-- The limit is asked before the file is looked for: what it says is the same for a file that is there, a sealed one and one that never was.
drop function access.open_emergency(uuid, text, bytea, timestamptz, timestamptz, date);
create function access.open_emergency(id uuid, asked text, why bytea, ends timestamptz, moment timestamptz, on_day date, hours int, per_person int, per_office int)
  returns table (file uuid, because text, standing int, since timestamptz)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  found_file cases.file;
  own int;
  of_office int;
  own_since timestamptz;
  office_since timestamptz;
begin
  if coalesce(app.office_kind(), '') not in ('first-line', 'reception-centre') then
    return;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('emergencies of ' || app.office(), 0));
  select * into found_file from cases.file as looked where looked.reference = upper(asked)
    and not exists (select from access.seal where seal.file = looked.id) and not access.is_shut_out(looked.id);
  select count(*) filter (where emergency.account = app.account()), min(opened_at) filter (where emergency.account = app.account()),
      count(*) filter (where emergency.office = app.office()), min(opened_at) filter (where emergency.office = app.office())
    into own, own_since, of_office, office_since
    from access.emergency
    where (emergency.account = app.account() or emergency.office = app.office()) and reviewed_at is null and opened_at > moment - make_interval(hours => hours);
  because := case when own >= coalesce(per_person, 0) then 'person' when of_office >= coalesce(per_office, 0) then 'office' end;
  if because is not null then
    insert into access.emergency_refused (account, office, file, because, at) values (app.account(), app.office(), found_file.id, open_emergency.because, moment);
    standing := case because when 'person' then own else of_office end;
    since := case because when 'person' then own_since else office_since end;
    return next;
    return;
  end if;
  if found_file.id is null then
    return;
  end if;
  insert into access.emergency (id, file, account, office, reason, opened_at, until_at) values (open_emergency.id, found_file.id, app.account(), app.office(), why, moment, ends);
  insert into cases.party (file, office, account, relation, opened_on, since, ends_at)
    values (found_file.id, app.office(), app.account(), 'emergency', found_file.opened_on, on_day, ends)
    on conflict (office, relation, file, account) where until is null do update set ends_at = greatest(party.ends_at, excluded.ends_at);
  file := found_file.id;
  return next;
end $$;

-- What the limit turned away, for data protection.
create function access.emergencies_refused(reader text) returns table (id uuid, file uuid, reference text, who text, office text, because text, at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select refused.id, refused.file, file.reference, account.name, office.name ->> reader, refused.because, refused.at
    from access.emergency_refused as refused join accounts.account on account.id = refused.account join accounts.office on office.id = refused.office
      left join cases.file on file.id = refused.file
    where app.office_kind() = 'data-protection' and not access.is_shut_out(refused.file)
    order by refused.at desc limit 200
$$;

-- Own ones that still open something, and for data protection all of them but those of files from which she is shut out.
create or replace function access.emergencies(reader text) returns table (id uuid, file uuid, reference text, who text, office text, reason bytea, opened_at timestamptz, until_at timestamptz,
    reviewed_at timestamptz, finding text, is_own boolean)
  language sql stable security definer set search_path = '' as $$
    select emergency.id, emergency.file, file.reference, account.name, office.name ->> reader, emergency.reason, emergency.opened_at, emergency.until_at,
      emergency.reviewed_at, emergency.finding, emergency.account = app.account()
    from access.emergency join cases.file on file.id = emergency.file join accounts.account on account.id = emergency.account join accounts.office on office.id = emergency.office
    where not access.is_shut_out(emergency.file) and (app.office_kind() = 'data-protection'
      or (emergency.account = app.account() and emergency.until_at > app.now() and emergency.finding is distinct from 'not-justified' and cases.sees(emergency.file, array['emergency'])))
    order by emergency.reviewed_at is not null, emergency.opened_at desc limit 500
$$;

create or replace function access.review_emergency(asked uuid, found_so text, why bytea, moment timestamptz) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  reviewed access.emergency;
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' then
    return null;
  end if;
  update access.emergency set reviewed_at = moment, reviewed_by = app.account(), finding = found_so, note = why
    where id = asked and reviewed_at is null and not access.is_shut_out(emergency.file) returning * into reviewed;
  if reviewed.finding = 'not-justified' then
    update cases.party set ends_at = least(ends_at, moment) where file = reviewed.file and account = reviewed.account and relation = 'emergency' and until is null;
  end if;
  return reviewed.file;
end $$;

revoke all on function access.is_shut_out(uuid), access.emergencies_of_office(), access.open_emergency(uuid, text, bytea, timestamptz, timestamptz, date, int, int, int), access.emergencies_refused(text) from public;
grant execute on function access.is_shut_out(uuid), access.emergencies_of_office(), access.open_emergency(uuid, text, bytea, timestamptz, timestamptz, date, int, int, int), access.emergencies_refused(text) to ariadne_app;
