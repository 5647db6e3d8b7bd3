-- With a destroyed file go what was said to end a conflict of interest or to lift a seal, which seals were lifted and which emergencies the limit turned away.
-- Who was shut out of it stays, without the reason, and which seals it had: it stays closed to her, and so does what was asked about it.

-- By which id a seal was called that its own office opened again or data protection lifted: a question about it is still about her.
create table access.former_seal (
  id uuid primary key,
  file uuid not null references cases.file (id)
);
create index "seals that a file had" on access.former_seal (file);
alter table access.former_seal enable row level security;
alter table access.former_seal force row level security;
select platform.let_the_keeper_see();
insert into access.former_seal (id, file) select id, file from access.lifted on conflict do nothing;
create function access.keep_id_of_seal() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into access.former_seal (id, file) values (old.id, old.file) on conflict do nothing;
  return null;
end $$;
create trigger "a seal is known by its id afterwards" after delete on access.seal for each row execute function access.keep_id_of_seal();

create or replace function access.file_of_approval(asked_act text, about text) returns uuid language sql stable security definer set search_path = '' as $$
  select case asked_act when 'end-conflict' then (select file from access.conflict where conflict.id::text = about)
    when 'lift-seal' then coalesce((select file from access.seal where seal.id::text = about), (select file from access.former_seal where former_seal.id::text = about)) end
$$;

create or replace function retention.forget_in_clear(asked uuid) returns void language sql security definer set search_path = '' as $$
  delete from cases.safe_contact where file = asked;
  delete from cases.task where file = asked;
  delete from cases.notice using cases.clock where clock.id = notice.clock and clock.file = asked;
  delete from reception.shelter_stay using reception.stay where stay.id = shelter_stay.stay and stay.file = asked;
  delete from reception.stay where file = asked;
  delete from referral.operation_person using referral.referral where referral.id = operation_person.referral and referral.file = asked;
  update referral.referral set language = null, district = null, sex = null, age_group = null, forms = '{}' where file = asked;
  update accounts.approval set sealed = null, answer_sealed = null, about_sealed = null from access.emergency
    where emergency.file = asked and approval.act = 'review-emergency-access' and split_part(approval.subject, ' ', 1) = emergency.id::text;
  -- What still waits for a yes waits no longer: nothing is done to what is destroyed.
  update accounts.approval set sealed = null, answer_sealed = null, about_sealed = null, answer = coalesce(answer, 'expired'), answered_at = coalesce(answered_at, app.now()) where act in ('end-conflict', 'lift-seal') and access.file_of_approval(act, subject) = asked;
  update access.emergency set reason = null, note = null where file = asked;
  delete from access.emergency_refused where file = asked;
  delete from access.named where file = asked;
  delete from access.seal where file = asked;
  delete from access.lifted where file = asked;
  update access.conflict set reason = null, sealed = null where file = asked;
  delete from cases.care_member where file = asked;
  update cases.file set birth_year = null, language = null, waiting_office = null, waiting_because = null, waiting_subject = null, waiting_since = null where id = asked;
  delete from cases.party where file = asked;
$$;
revoke all on function access.keep_id_of_seal() from public;

-- Files that earlier versions destroyed. Nobody can tell any more whether a question whose conflict or seal is gone was about one of them.
select retention.forget_in_clear(file) from (select distinct file from retention.run_file where destroyed_at is not null) as destroyed;
update accounts.approval set sealed = null, answer_sealed = null, about_sealed = null, answer = coalesce(answer, 'expired'), answered_at = coalesce(answered_at, app.now())
  where act in ('end-conflict', 'lift-seal') and access.file_of_approval(act, subject) is null;
