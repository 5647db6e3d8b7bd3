-- When a file is destroyed, what she said of a way goes with the way, and what she agreed to and what was told of her goes with her key.

alter table cases.contact_rule drop constraint contact_rule_contact_fkey;
alter table cases.contact_rule add constraint "a rule is about a way" foreign key (contact) references cases.safe_contact (id) on delete cascade;

create function cases.forget_ledger() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from cases.disclosure where file = new.subject;
  delete from cases.consent_withdrawn where file = new.subject;
  delete from cases.consent where file = new.subject;
  delete from referral.rights_sending where file = new.subject;
  return null;
end $$;
create trigger "the ledger goes with her key" after update on vault.data_key
  for each row when (old.wrapped is not null and new.wrapped is null) execute function cases.forget_ledger();
revoke all on function cases.forget_ledger() from public;
