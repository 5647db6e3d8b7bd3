-- What was typed into a report lies sealed, each report with a key of its own, which goes when the draft is thrown away.

alter table detection.report
  add column sealed bytea, alter column draft drop not null,
  add constraint "what was typed lies sealed" check (sealed is not null and draft is null) not valid;

create function detection.forget_draft() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update vault.data_key set master = null, wrapped = null, destroyed_at = now() where subject = old.id and destroyed_at is null;
  return null;
end $$;
create trigger "the key goes with the draft" after delete on detection.report for each row execute function detection.forget_draft();
revoke all on function detection.forget_draft() from public;
