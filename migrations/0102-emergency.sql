-- Emergency access: one person, one file, identity and safe contact, for the hours that the pack gives. The end stands in the row of the relation,
-- so that nothing has to run for it to end.

create table access.emergency (
  id uuid primary key,
  file uuid not null references cases.file (id),
  account uuid not null references accounts.account (id),
  office uuid not null references accounts.office (id),
  -- As typed, sealed by the vault: it may name somebody.
  reason bytea not null,
  opened_at timestamptz not null,
  until_at timestamptz not null constraint "an emergency ends after it begins" check (until_at > opened_at),
  reviewed_at timestamptz,
  reviewed_by uuid,
  finding text constraint "a finding is justified or not" check (finding in ('justified', 'not-justified')),
  note bytea,
  constraint "a review says who, when and what" check (num_nulls(reviewed_at, reviewed_by, finding) in (0, 3)),
  constraint "nobody reviews her own" check (reviewed_by <> account)
);
create index "emergencies of an office" on access.emergency (office, opened_at);
create index "emergencies to review" on access.emergency (opened_at) where reviewed_at is null;
alter table access.emergency enable row level security;
alter table access.emergency force row level security;
create policy "an emergency is known to who opened it and to data protection" on access.emergency for select to ariadne_app
  using (account = app.account() or app.office_kind() = 'data-protection');
grant select on access.emergency to ariadne_app;

-- What decides whether an office may open another one: when each was opened and reviewed, and nothing of whom they are about.
create function access.emergencies_of_office() returns table (opened_at timestamptz, reviewed_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select opened_at, reviewed_at from access.emergency where office = app.office() order by emergency.opened_at desc limit 1000
$$;

-- Null where there is no such file for whoever asks: a sealed one, one from which she is shut out, one that never was.
create function access.open_emergency(id uuid, asked text, why bytea, ends timestamptz, moment timestamptz, on_day date) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  found_file cases.file;
begin
  select * into found_file from cases.file as file where file.reference = upper(asked)
    and not exists (select from access.seal where seal.file = file.id)
    and not exists (select from access.conflict where conflict.file = file.id and conflict.account in (app.account(), app.stands_for()) and ended_at is null);
  if found_file.id is null or coalesce(app.office_kind(), '') not in ('first-line', 'reception-centre') then
    return null;
  end if;
  insert into access.emergency (id, file, account, office, reason, opened_at, until_at) values (id, found_file.id, app.account(), app.office(), why, moment, ends);
  insert into cases.party (file, office, account, relation, opened_on, since, ends_at)
    values (found_file.id, app.office(), app.account(), 'emergency', found_file.opened_on, on_day, ends)
    on conflict (office, relation, file, account) where until is null do update set ends_at = greatest(party.ends_at, excluded.ends_at);
  return found_file.id;
end $$;

-- Found not justified, it ends there and then.
create function access.review_emergency(asked uuid, found_so text, why bytea, moment timestamptz) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  reviewed access.emergency;
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' then
    return null;
  end if;
  update access.emergency set reviewed_at = moment, reviewed_by = app.account(), finding = found_so, note = why where id = asked and reviewed_at is null returning * into reviewed;
  if reviewed.finding = 'not-justified' then
    update cases.party set ends_at = least(ends_at, moment) where file = reviewed.file and account = reviewed.account and relation = 'emergency' and until is null;
  end if;
  return reviewed.file;
end $$;

-- Own ones, and for data protection all of them, with the reference of the file and the name of who opened it.
create function access.emergencies(reader text) returns table (id uuid, file uuid, reference text, who text, office text, reason bytea, opened_at timestamptz, until_at timestamptz,
    reviewed_at timestamptz, finding text, is_own boolean)
  language sql stable security definer set search_path = '' as $$
    select emergency.id, emergency.file, file.reference, account.name, office.name ->> reader, emergency.reason, emergency.opened_at, emergency.until_at,
      emergency.reviewed_at, emergency.finding, emergency.account = app.account()
    from access.emergency join cases.file on file.id = emergency.file join accounts.account on account.id = emergency.account join accounts.office on office.id = emergency.office
    where app.office_kind() = 'data-protection' or (emergency.account = app.account() and emergency.until_at > app.now() and emergency.finding is distinct from 'not-justified')
    order by emergency.reviewed_at is not null, emergency.opened_at desc limit 500
$$;

revoke all on function access.emergencies_of_office(), access.open_emergency(uuid, text, bytea, timestamptz, timestamptz, date),
  access.review_emergency(uuid, text, bytea, timestamptz), access.emergencies(text) from public;
grant execute on function access.emergencies_of_office(), access.open_emergency(uuid, text, bytea, timestamptz, timestamptz, date),
  access.review_emergency(uuid, text, bytea, timestamptz), access.emergencies(text) to ariadne_app;
