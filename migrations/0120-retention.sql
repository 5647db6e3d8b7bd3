-- How long a file is kept, what holds it, and what is left when its time is over: the coded facts for statistics, and a certificate.

create schema retention;
grant usage on schema retention to ariadne_app;

create table retention.hold (
  id uuid primary key,
  file uuid not null references cases.file (id),
  reason text not null constraint "a hold has a reason of the list" check (reason in ('criminal-proceedings', 'civil-claim', 'appeal', 'her-request', 'audit')),
  since date not null,
  -- The last day on which it holds; without one until it is lifted.
  until date constraint "a hold ends after it begins" check (until >= since),
  lifted_on date constraint "a hold is lifted after it begins" check (lifted_on >= since),
  set_by uuid not null,
  office uuid not null,
  set_at timestamptz not null
);
create index "holds of a file" on retention.hold (file) where lifted_on is null;
alter table retention.hold enable row level security;
alter table retention.hold force row level security;
create policy "a hold is read by those who act in the file and by data protection" on retention.hold for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or app.office_kind() = 'data-protection');
create policy "a file is held by whoever acts in it" on retention.hold for insert to ariadne_app
  with check (office = app.office() and set_by = app.account() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));
create policy "a hold is lifted by the office that set it" on retention.hold for update to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])) with check (office = app.office());
grant select, insert on retention.hold to ariadne_app;
grant update (lifted_on) on retention.hold to ariadne_app;

create table retention.run (
  id uuid primary key,
  number text not null constraint "a certificate has its own number" unique,
  made_on date not null,
  made_by uuid not null,
  office uuid not null,
  destroyed_at timestamptz,
  destroyed_by uuid,
  constraint "destroyed by somebody" check (num_nulls(destroyed_at, destroyed_by) in (0, 2))
);
alter table retention.run enable row level security;
alter table retention.run force row level security;
create policy "destruction is data protection's" on retention.run to ariadne_app
  using (app.office_kind() = 'data-protection') with check (app.office_kind() = 'data-protection' and office = app.office());
grant select, insert on retention.run to ariadne_app;
grant update (destroyed_at, destroyed_by) on retention.run to ariadne_app;

-- What a run is about: no name, and nothing that the file holds beyond how and when it ended.
create table retention.run_file (
  run uuid not null references retention.run (id),
  file uuid not null references cases.file (id),
  reference text not null,
  outcome text not null,
  ended_on date not null,
  rule text not null,
  over_on date not null,
  -- Null as long as it has not been destroyed; a file that was held in between stays.
  destroyed_at timestamptz,
  primary key (run, file)
);
alter table retention.run_file enable row level security;
alter table retention.run_file force row level security;
create policy "what a run is about is data protection's" on retention.run_file for select to ariadne_app using (app.office_kind() = 'data-protection');
create policy "a run is made by data protection" on retention.run_file for insert to ariadne_app with check (app.office_kind() = 'data-protection');
create policy "a run is carried out by data protection" on retention.run_file for update to ariadne_app using (app.office_kind() = 'data-protection');
grant select, insert on retention.run_file to ariadne_app;
grant update (destroyed_at) on retention.run_file to ariadne_app;

create sequence retention.run_number;
grant usage on sequence retention.run_number to ariadne_app;

create function retention.is_held(asked uuid, today date) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from retention.hold where file = asked and lifted_on is null and (until is null or until >= today))
  $$;

-- Files that have ended and are still there, for whoever has to see that their time is kept; nothing of the person.
create function retention.ended_files(today date, at_most int)
  returns table (file uuid, reference text, outcome text, ended_on date, held text[])
  language sql stable security definer set search_path = '' as $$
    select file.id, file.reference, file.outcome, file.state_since,
      array(select distinct hold.reason from retention.hold where hold.file = file.id and lifted_on is null and (until is null or until >= today) order by 1)
    from cases.file
    where app.office_kind() = 'data-protection' and file.outcome is not null
      and not exists (select from retention.run_file where run_file.file = file.id and run_file.destroyed_at is not null)
    order by file.state_since, file.reference limit at_most
  $$;

-- Takes away what is left in clear of a file whose key is destroyed in the same transaction, and everybody's sight of it. Its coded facts stay.
create function retention.empty_file(asked uuid, of_run uuid, today date) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') <> 'data-protection'
    or not exists (select from retention.run_file where run = of_run and file = asked and destroyed_at is null)
    or retention.is_held(asked, today)
    or not exists (select from cases.file where id = asked and outcome is not null) then
    return false;
  end if;
  delete from cases.safe_contact where file = asked;
  delete from cases.task where file = asked;
  update cases.file set birth_year = null, language = null, waiting_office = null, waiting_because = null, waiting_subject = null, waiting_since = null where id = asked;
  update cases.clock set closed_on = greatest(today, starts_on) where file = asked and closed_on is null;
  -- A centre that is let go becomes a former one by itself, so those come last.
  update cases.party set until = greatest(today, since) where file = asked and until is null and relation <> 'former-centre';
  update cases.party set until = greatest(today, since) where file = asked and until is null;
  return true;
end $$;
revoke all on all functions in schema retention from public;
grant execute on all functions in schema retention to ariadne_app;
