-- Who becomes the lead of an office gains its charge, not what was sealed before she came, nor a place in a care team of her own naming.

create table access.led_later (
  file uuid not null references access.seal (file) on delete cascade,
  account uuid not null references accounts.account (id),
  primary key (file, account)
);
create index "seals that are older than a lead" on access.led_later (account);
alter table access.led_later enable row level security;
alter table access.led_later force row level security;

-- Before the rows that follow the office are written anew, in the same statement.
create function access.note_new_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into access.led_later (file, account)
    select seal.file, new.id from access.seal where exists (select from cases.party where party.file = seal.file and party.office = new.office) on conflict do nothing;
  return new;
end $$;
create trigger "a new lead does not see what was sealed before" before update of lead, office, active on accounts.account
  for each row when (new.lead and (not old.lead or old.office <> new.office)) execute function access.note_new_lead();
create trigger "somebody new who leads does not see what was sealed before" after insert on accounts.account
  for each row when (new.lead) execute function access.note_new_lead();

-- Those named, and where nobody is, whoever led the office already when the file was sealed.
create or replace function access.those_named(asked uuid, of_office uuid) returns uuid[] language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select array_agg(person.id) from access.named join accounts.account as person on person.id = named.account where named.file = asked and person.office = of_office),
    (select array_agg(id) from accounts.account where office = of_office and lead and active and not exists (select from access.led_later where led_later.file = asked and led_later.account = account.id)), '{}')
  where exists (select from access.seal where seal.file = asked)
$$;

-- A lead who came after the seal changes nothing of it unless she is named for the file, whatever door she comes through.
create function access.came_after_the_seal(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from access.led_later where file = asked and account = coalesce(app.stands_for(), app.account()))
    and not exists (select from access.named where file = asked and account = coalesce(app.stands_for(), app.account()))
$$;
create function access.leave_older_seals() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if access.came_after_the_seal(case when tg_op = 'INSERT' then new.file else old.file end) then
    return null;
  end if;
  return case when tg_op = 'INSERT' then new else old end;
end $$;
create trigger "a new lead lifts no older seal" before delete on access.seal for each row execute function access.leave_older_seals();
create trigger "a new lead names nobody to an older seal" before insert or delete on access.named for each row execute function access.leave_older_seals();

-- The same by the reference, for the door.
create function access.may_change_seal(asked text) returns boolean language sql stable security definer set search_path = '' as $$
  select not coalesce((select access.came_after_the_seal(id) from cases.file where reference = upper(asked)), false)
$$;

-- The file's own caseworker may be of the team that she names; a lead who does not work in the file lets somebody else of the team do it.
create function cases.nobody_joins_by_leading() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  return case when new.account = new.named_by and new.account is distinct from (select account from protection.step where file = new.file and office = new.office order by number limit 1) then null else new end;
end $$;
create trigger "nobody joins a care team by leading" before insert on cases.care_member for each row execute function cases.nobody_joins_by_leading();

revoke all on function access.note_new_lead(), access.came_after_the_seal(uuid), access.leave_older_seals(), access.may_change_seal(text), cases.nobody_joins_by_leading() from public;
grant execute on function access.may_change_seal(text) to ariadne_app;
