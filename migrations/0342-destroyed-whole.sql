-- What stands in clear of somebody whose file is destroyed goes with it: who had to do with her, where she stayed, what a referral and an operation say of
-- her, why an emergency was opened and what its review says. What was counted of her stays as it was counted.

alter table access.emergency alter column reason drop not null;
alter table accounts.approval drop constraint "why a colleague is asked lies sealed";
-- Without a seal it was about somebody who was erased.
alter table accounts.approval add constraint "why a colleague is asked lies sealed" check (num_nonnulls(reason, answer_reason) = 0) not valid;

create index "files that were destroyed" on retention.run_file (file) where destroyed_at is not null;

-- What tables were counted with before a file was destroyed they are counted with afterwards, though what it was read off is gone.
create function statistics.keep_counted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from retention.run_file where run_file.file = new.file and run_file.destroyed_at is not null) then
    new.age_band := old.age_band;
    new.detected_by := old.detected_by;
  end if;
  return new;
end $$;
create trigger "a destroyed person stays as she was counted" before update on statistics.coded_person
  for each row when ((old.age_band, old.detected_by) is distinct from (new.age_band, new.detected_by)) execute function statistics.keep_counted();

create function retention.forget_in_clear(asked uuid) returns void language sql security definer set search_path = '' as $$
  delete from cases.safe_contact where file = asked;
  delete from cases.task where file = asked;
  delete from cases.notice using cases.clock where clock.id = notice.clock and clock.file = asked;
  delete from reception.shelter_stay using reception.stay where stay.id = shelter_stay.stay and stay.file = asked;
  delete from reception.stay where file = asked;
  delete from referral.operation_person using referral.referral where referral.id = operation_person.referral and referral.file = asked;
  update referral.referral set language = null, district = null, sex = null, age_group = null, forms = '{}' where file = asked;
  update accounts.approval set sealed = null, answer_sealed = null from access.emergency
    where emergency.file = asked and approval.act = 'review-emergency-access' and split_part(approval.subject, ' ', 1) = emergency.id::text;
  update access.emergency set reason = null, note = null where file = asked;
  delete from access.named where file = asked;
  delete from access.seal where file = asked;
  delete from access.conflict where file = asked;
  delete from cases.care_member where file = asked;
  update cases.file set birth_year = null, language = null, waiting_office = null, waiting_because = null, waiting_subject = null, waiting_since = null where id = asked;
  delete from cases.party where file = asked;
$$;

create or replace function retention.empty_file(asked uuid, of_run uuid, today date) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') <> 'data-protection'
    or not exists (select from retention.run_file where run = of_run and file = asked and destroyed_at is null)
    or retention.is_held(asked, today)
    or not exists (select from cases.file where id = asked and outcome is not null) then
    return false;
  end if;
  update cases.clock set closed_on = greatest(today, starts_on) where file = asked and closed_on is null;
  perform retention.forget_in_clear(asked);
  return true;
end $$;
revoke all on function statistics.keep_counted(), retention.forget_in_clear(uuid) from public;

-- Files that earlier versions destroyed.
select retention.forget_in_clear(file) from (select distinct file from retention.run_file where destroyed_at is not null) as destroyed;
