-- What is handed on, notes, and what is typed at a large operation lie sealed: a referral with the key of the person, an operation with its own.

alter table referral.referral
  add column sealed bytea, alter column handed_on drop not null,
  add constraint "what is handed on lies sealed" check (sealed is not null and handed_on is null) not valid;

alter table referral.event
  add column sealed bytea, alter column note drop not null, alter column note drop default,
  add constraint "a note lies sealed" check (note is null) not valid;

alter table referral.operation
  add column sealed bytea, alter column name drop not null, alter column place drop not null, alter column place drop default,
  add constraint "what an operation is called lies sealed" check (sealed is not null and num_nonnulls(name, place) = 0) not valid;

alter table referral.operation_person
  add column sealed bytea, alter column cells drop not null,
  drop constraint "what was typed goes with the person",
  add constraint "what was typed goes with the person" check (referral is null or sealed is null),
  add constraint "what was typed lies sealed" check (cells is null) not valid;

-- Whoever is erased is erased from the report that brought her, too.
create function referral.forget_report() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update vault.data_key set master = null, wrapped = null, destroyed_at = now()
    where destroyed_at is null and subject in (select report from referral.referral where file = new.subject and report is not null);
  return null;
end $$;
create trigger "the report goes with the person" after update of destroyed_at on vault.data_key
  for each row when (new.kind = 'person' and old.destroyed_at is null and new.destroyed_at is not null) execute function referral.forget_report();
revoke all on function referral.forget_report() from public;
