-- What the compartment table says, in the database: who is shut out of a file, who alone may see a sealed one, what ends by itself.
-- All of it stands in the row of `cases.party` that `cases.sees` reads anyway, so that asking costs what it did before.

create function app.now() returns timestamptz language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;
-- In whose place the actor works today; nobody's as a rule.
create function app.stands_for() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.stands_for', true), '')::uuid $$;
revoke all on function app.now(), app.stands_for() from public;
grant execute on function app.now(), app.stands_for() to ariadne_app;

alter table cases.party drop column needs_kind;
alter table cases.party drop constraint "a relation is one of the list";
alter table cases.party
  add constraint "a relation is one of the list"
    check (relation in ('reporter', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian', 'emergency')),
  -- The kind that an office must be of for the relation to let it see anything; a reporter or an emergency may be of several.
  add column needs_kind text generated always as (case relation
    when 'centre' then 'reception-centre' when 'former-centre' then 'reception-centre'
    when 'reporter' then null when 'emergency' then null else relation end) stored,
  -- People whom a conflict of interest shuts out, and those who alone may see a sealed file; kept by `access.apply`.
  add column shut_out uuid[] not null default '{}',
  add column only_for uuid[],
  add column ends_at timestamptz,
  add constraint "an emergency is one person's and ends by itself" check (relation <> 'emergency' or (account is not null and ends_at is not null));

-- The file is closed to somebody of an office that stands in it, so that no number may be counted without asking who sees.
alter table cases.file add column guarded boolean not null default false;
drop index cases."files that wait for an office, the first to end first";
create index "files that wait for an office, the first to end first" on cases.file (waiting_office, due_on, waiting_since, id) include (guarded) where waiting_office is not null;

create or replace function cases.sees(asked uuid, relations text[]) returns boolean
  language sql stable parallel safe security definer set search_path = '' as $$
    select exists (
      select from cases.party
      where office = app.office() and file = asked and relation = any (relations) and until is null
        and (account is null or account = app.account() or account = app.stands_for())
        and app.account() <> all (shut_out) and (app.stands_for() is null or app.stands_for() <> all (shut_out))
        and (only_for is null or app.account() = any (only_for))
        and (ends_at is null or ends_at > app.now())
        and case relation
          when 'reporter' then app.office_kind() in ('first-line', 'reception-centre', 'immigration-office', 'guardian')
          when 'emergency' then app.office_kind() in ('first-line', 'reception-centre')
          else needs_kind = app.office_kind() end
    )
  $$;

drop policy "an office knows its own relations, those who act each other, a reporter the centre" on cases.party;
create policy "an office knows its own relations, those who act each other, a reporter the centre" on cases.party for select to ariadne_app
  using ((office = app.office() and (account is null or account = app.account() or account = app.stands_for())
      and app.account() <> all (shut_out) and (app.stands_for() is null or app.stands_for() <> all (shut_out))
      and (only_for is null or app.account() = any (only_for)) and (ends_at is null or ends_at > app.now()))
    or cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])
    or (relation = 'centre' and cases.sees(file, array['reporter'])) or cases.opens(file));

-- A centre that no longer accompanies keeps its own notes and the status, however it came to that.
create function cases.keep_former_centre() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into cases.party (file, office, relation, opened_on, since)
    values (new.file, new.office, 'former-centre', new.opened_on, new.until) on conflict do nothing;
  return null;
end $$;
create trigger "a centre becomes a former one" after update of until on cases.party
  for each row when (new.relation = 'centre' and old.until is null and new.until is not null) execute function cases.keep_former_centre();

-- Policies as the table says; `src/modules/access/store/policies.db.test.ts` compares the two.
drop policy "identity is read by those who accompany, decide or answer" on cases.identity;
create policy "identity is read by those who accompany, decide or answer" on cases.identity for select to ariadne_app
  using (cases.sees(file, array['centre', 'emergency', 'guardian', 'immigration-office', 'magistrate']));
drop policy "safe contact is read by centre and guardian" on cases.safe_contact;
create policy "safe contact is read by centre and guardian" on cases.safe_contact for select to ariadne_app
  using (cases.sees(file, array['centre', 'emergency', 'guardian']));

drop policy "a clock is seen by its owner and by those who act in the file" on cases.clock;
create policy "a clock is seen by those who act in the file, a referral's by its reporter" on cases.clock for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['reporter'])));
drop policy "a clock is moved by its owner and by those who act in the file" on cases.clock;
create policy "a clock is moved by those who act in the file, a referral's by its reporter" on cases.clock for update to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['reporter'])))
  with check (true);
drop policy "a notice is read by whom it was given to" on cases.notice;
create policy "a notice is read with its clock" on cases.notice for select to ariadne_app
  using (to_office = app.office() and exists (select from cases.clock where clock.id = notice.clock));

drop policy "a task belongs to the office that added it" on cases.task;
create policy "a task is read by the office that added it" on cases.task for select to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre', 'former-centre', 'guardian', 'immigration-office', 'magistrate']));
create policy "a task is added by an office that acts in the file" on cases.task for insert to ariadne_app
  with check (office = app.office() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));
create policy "a task is finished by an office that acts in the file" on cases.task for update to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));

drop policy "a referral is seen by who sent it, who gets it, and who accompanies or decides" on referral.referral;
create policy "a referral is seen by who sent it, who gets it, and who accompanies or decides" on referral.referral for select to ariadne_app
  using (cases.sees(file, array['centre', 'former-centre', 'guardian', 'immigration-office', 'reporter']));
drop policy "a referral is moved by the two offices" on referral.referral;
create policy "a referral is moved by the two offices" on referral.referral for update to ariadne_app
  using (cases.sees(file, array['centre', 'reporter']) and (from_office = app.office() or to_office = app.office())) with check (true);

drop policy "the holder is read by those who accompany or decide" on protection.document_holder;
create policy "the holder is read by those who accompany or decide" on protection.document_holder for select to ariadne_app
  using (cases.sees(file, array['centre', 'emergency', 'guardian', 'immigration-office', 'magistrate']));
drop policy "the holder is read by those who accompany or decide" on protection.decision_holder;
create policy "the holder is read by those who accompany or decide" on protection.decision_holder for select to ariadne_app
  using (cases.sees(file, array['centre', 'emergency', 'guardian', 'immigration-office', 'magistrate']));

drop policy "a stay is known to its own centre" on reception.stay;
create policy "a stay is known to its own centre" on reception.stay for select to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre' and cases.sees(file, array['centre', 'former-centre']));
drop policy "a centre ends its own stay" on reception.stay;
create policy "a centre ends its own stay" on reception.stay for update to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre' and cases.sees(file, array['centre', 'former-centre']));

alter table detection.report add column shut_out uuid[] not null default '{}', add column only_for uuid[];
drop policy "a report is its office's" on detection.report;
create policy "a report is its office's" on detection.report for select to ariadne_app
  using (office = app.office() and app.account() <> all (shut_out) and (only_for is null or app.account() = any (only_for)));
drop policy "a draft is changed in its office" on detection.report;
create policy "a draft is changed in its office" on detection.report for update to ariadne_app
  using (office = app.office() and app.account() <> all (shut_out) and (only_for is null or app.account() = any (only_for)));

-- A number counts nothing that the reader does not see; only a guarded file is asked for by itself.
create or replace function cases.count_waiting(today date, most int) returns table (late int, week int, every int)
  language sql stable security definer set search_path = '' as $$
    select
      (select count(*)::int from (select from cases.file where waiting_office = app.office() and due_on < today
        and (not guarded or cases.sees(id, array['centre', 'guardian', 'immigration-office', 'magistrate'])) limit most) as counted),
      (select count(*)::int from (select from cases.file where waiting_office = app.office() and due_on between today and today + 7
        and (not guarded or cases.sees(id, array['centre', 'guardian', 'immigration-office', 'magistrate'])) limit most) as counted),
      (select count(*)::int from (select from cases.file where waiting_office = app.office()
        and (not guarded or cases.sees(id, array['centre', 'guardian', 'immigration-office', 'magistrate'])) limit most) as counted)
    where app.office_kind() in ('reception-centre', 'immigration-office', 'magistrate', 'guardian')
  $$;

revoke all on function cases.keep_former_centre() from public;
