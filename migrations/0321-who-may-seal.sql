-- A file is sealed by an office that acts in it, and by whoever handed it on only as long as no centre accompanies the person; then the seal is the
-- centre's. Data protection knows of every seal and lifts one with a second person. A conflict of interest that data protection set ends by two as well.

alter table access.seal add column id uuid not null default gen_random_uuid() constraint "a seal is called by its own id" unique;
alter table access.conflict add column by_data_protection boolean not null default false;
update access.conflict set by_data_protection = true from accounts.account join accounts.office on office.id = account.office
  where account.id = conflict.set_by and office.kind = 'data-protection';

-- What data protection opened again, for the office whose seal it was.
create table access.lifted (
  id uuid primary key,
  file uuid not null references cases.file (id),
  office uuid not null references accounts.office (id),
  sealed_at timestamptz not null,
  asked_by uuid not null references accounts.account (id),
  agreed_by uuid not null references accounts.account (id) constraint "nobody lifts a seal alone" check (agreed_by <> asked_by),
  lifted_at timestamptz not null
);
create index "seals of an office that were lifted" on access.lifted (office, lifted_at);
alter table access.lifted enable row level security;
alter table access.lifted force row level security;

-- Who is left of an office in a sealed file: those it named, or whoever leads it. Whoever sent the referral follows it as before, unless her own office
-- named others; an emergency opens nothing.
create function access.those_left(asked uuid, of_office uuid, in_relation text) returns uuid[] language sql stable security definer set search_path = '' as $$
  select case when in_relation = 'emergency' then '{}'
    when in_relation = 'reporter' and not exists (select from access.named join accounts.account as person on person.id = named.account where named.file = asked and person.office = of_office)
      then access.those_named(asked, of_office) || array(select from_account from referral.referral where file = asked and from_office = of_office)
    else access.those_named(asked, of_office) end
  where exists (select from access.seal where seal.file = asked)
$$;

create or replace function access.apply(asked uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  shut uuid[] := coalesce((select array_agg(account) from access.conflict where file = asked and ended_at is null), '{}');
begin
  update cases.party set shut_out = shut,
    only_for = coalesce(access.those_left(asked, office, relation), case when relation = 'emergency' then array[account] end) where file = asked;
  update detection.report set shut_out = shut, only_for = access.those_named(asked, report.office)
    where reference = (select file.reference from cases.file where id = asked);
  perform access.keep_guarded(asked);
end $$;

create or replace function access.guard_new_party() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.shut_out := coalesce((select array_agg(account) from access.conflict where file = new.file and ended_at is null), '{}');
  new.only_for := coalesce(access.those_left(new.file, new.office, new.relation), case when new.relation = 'emergency' then array[new.account] end);
  return new;
end $$;

-- Nobody guards a file from which she is shut out herself, whatever her charge.
create or replace function access.file_to_guard(asked text) returns uuid language sql stable security definer set search_path = '' as $$
  select file.id from cases.file where file.reference = upper(asked) and not access.is_shut_out(file.id)
    and (app.office_kind() in ('administration', 'data-protection')
      or (access.leads() and exists (select from cases.party
        where party.file = file.id and party.office = app.office() and party.until is null and party.relation <> 'emergency')))
$$;

-- The relations by which an office acts in a file.
create function access.acts_in(asked uuid, of_office uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from cases.party join accounts.office on office.id = party.office
    where party.file = asked and party.office = of_office and party.until is null and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian') and party.needs_kind = office.kind)
$$;

-- Whether the actor may close this file, or name others of her own office in one that is closed already.
create function access.may_seal(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select access.leads() and not access.is_shut_out(asked) and app.office_kind() in ('reception-centre', 'immigration-office', 'magistrate', 'guardian', 'first-line')
    and (access.acts_in(asked, app.office())
      or exists (select from cases.party where file = asked and office = app.office() and until is null and relation = 'reporter'
        and not exists (select from cases.party as centre where centre.file = asked and centre.relation = 'centre' and centre.until is null))
      or (exists (select from access.seal where file = asked)
        and exists (select from cases.party where file = asked and office = app.office() and until is null and relation in ('reporter', 'asked-centre'))))
$$;

create or replace function access.seal(asked text, people uuid[], because bytea, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  if found_file is null or access.may_seal(found_file) is not true
      or exists (select from unnest(people) as person where person not in (select id from accounts.account where office = app.office() and active)) then
    return null;
  end if;
  insert into access.seal (file, office, sealed, set_by, set_at) values (found_file, app.office(), because, app.account(), moment) on conflict (file) do nothing;
  delete from access.named where file = found_file and account in (select id from accounts.account where office = app.office());
  insert into access.named (file, account) select found_file, person from unnest(people) as person;
  perform access.apply(found_file);
  return found_file;
end $$;

-- A seal whose office does not act in the file any more, or never did, is from then on that of the centre which accompanies her.
create function access.pass_on() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update access.seal set office = centre.office from cases.party as centre
    where seal.file = new.file and centre.file = new.file and centre.relation = 'centre' and centre.until is null and not access.acts_in(new.file, seal.office);
  return null;
end $$;
create trigger "a seal is answered for by an office that acts" after insert or update of until on cases.party
  for each row when (new.relation in ('centre', 'immigration-office', 'magistrate', 'guardian')) execute function access.pass_on();
update access.seal set office = centre.office from cases.party as centre
  where centre.file = seal.file and centre.relation = 'centre' and centre.until is null and not access.acts_in(seal.file, seal.office);
select access.apply(file) from access.seal;

-- Superiors see what is closed in files of their office; data protection every seal, by reference, office and day.
drop function access.sealed();
create function access.sealed(reader text) returns table (id uuid, file uuid, reference text, sealed bytea, office text, office_id uuid, people text[], may_open boolean, set_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select seal.id, file.id, file.reference, case when seal.office = app.office() then seal.sealed end, office.name ->> reader, office.id,
      case when app.office_kind() = 'data-protection' then '{}'
        else array(select name from accounts.account where account.id = any (access.those_named(file.id, app.office())) order by name) end,
      seal.office = app.office(), seal.set_at
    from access.seal join cases.file on file.id = seal.file join accounts.office on office.id = seal.office
    where not access.is_shut_out(file.id) and (app.office_kind() = 'data-protection'
      or (access.leads() and app.office_kind() <> 'administration' and access.file_to_guard(file.reference) is not null))
    order by seal.set_at desc
  $$;

create function access.lifted_seals() returns table (file uuid, reference text, sealed_at timestamptz, lifted_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select lifted.file, file.reference, lifted.sealed_at, lifted.lifted_at
    from access.lifted join cases.file on file.id = lifted.file
    where not access.is_shut_out(file.id) and (app.office_kind() = 'data-protection' or (access.leads() and lifted.office = app.office() and access.file_to_guard(file.reference) is not null))
    order by lifted.lifted_at desc limit 100
  $$;

drop function access.guardians();
create function access.guardians() returns table (file uuid, reference text, opened_on date, guardian text, since date)
  language sql stable security definer set search_path = '' as $$
    select file.id, file.reference, file.opened_on, account.name, case when account.id is not null then party.since end
    from cases.party join cases.file on file.id = party.file left join accounts.account on account.id = party.account
    where party.office = app.office() and app.office_kind() = 'guardian' and party.relation = 'guardian' and party.until is null
      and not access.is_shut_out(file.id) and (access.leads() or party.account = app.account())
      and (party.only_for is null or app.account() = any (party.only_for))
    order by account.id is not null, file.opened_on desc limit 500
  $$;

-- Set by data protection, it is data protection's, also where somebody had set it before.
create or replace function access.shut_out(new_id uuid, asked text, person uuid, because bytea, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  -- A superior speaks for her own office; whoever keeps accounts or watches over data speaks for all.
  if found_file is null or not exists (select from accounts.account where id = person
      and (office = app.office() or app.office_kind() in ('administration', 'data-protection'))) then
    return null;
  end if;
  insert into access.conflict (id, file, account, sealed, set_by, set_at, by_data_protection)
    values (new_id, found_file, person, because, app.account(), moment, app.office_kind() = 'data-protection')
    on conflict (file, account) where ended_at is null do update set by_data_protection = conflict.by_data_protection or excluded.by_data_protection;
  perform access.apply(found_file);
  return found_file;
end $$;

drop function access.conflicts();
create function access.conflicts(reader text)
  returns table (id uuid, file uuid, reference text, account uuid, person text, office text, sealed bytea, set_at timestamptz, by_data_protection boolean)
  language sql stable security definer set search_path = '' as $$
    select conflict.id, conflict.file, file.reference, account.id, account.name, office.name ->> reader, conflict.sealed, conflict.set_at, conflict.by_data_protection
    from access.conflict join cases.file on file.id = conflict.file join accounts.account on account.id = conflict.account join accounts.office on office.id = account.office
    where conflict.ended_at is null and not access.is_shut_out(conflict.file)
      and (app.office_kind() in ('administration', 'data-protection') or (access.leads() and account.office = app.office()))
    order by conflict.set_at desc
  $$;

-- One person alone ends what a superior or the administration set, never what data protection set.
create or replace function access.let_in_again(asked uuid, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid;
begin
  update access.conflict set ended_at = moment where id = asked and ended_at is null and not by_data_protection
    and exists (select from access.conflicts('en') as shown where shown.id = asked) returning file into found_file;
  if found_file is not null then
    perform access.apply(found_file);
  end if;
  return found_file;
end $$;

-- The file that an approval of this kind is about.
create function access.file_of_approval(asked_act text, about text) returns uuid language sql stable security definer set search_path = '' as $$
  select case asked_act when 'end-conflict' then (select file from access.conflict where conflict.id::text = about)
    when 'lift-seal' then coalesce((select file from access.seal where seal.id::text = about), (select file from access.lifted where lifted.id::text = about)) end
$$;

-- Does what has just been approved, as it was asked and nothing else; answers with the file, or null where it can no longer be done.
create function access.carry_out_approval(asked uuid, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  held accounts.approval;
  found_file uuid;
  lifted access.seal;
begin
  select * into held from accounts.approval
    where id = asked and act in ('end-conflict', 'lift-seal') and answer = 'approved' and answered_by = app.account() and asked_by <> app.account() and used_at is null and until > moment
      and exists (select from accounts.account as person join accounts.office on office.id = person.office where person.id = asked_by and person.active and office.kind = 'data-protection') for update;
  found_file := access.file_of_approval(held.act, held.subject);
  if held.id is null or found_file is null or access.is_shut_out(found_file)
      or exists (select from access.conflict where file = found_file and account = held.asked_by and ended_at is null) then
    return null;
  end if;
  update accounts.approval set used_at = moment where id = held.id;
  if held.act = 'end-conflict' then
    update access.conflict set ended_at = moment where id = held.subject::uuid and ended_at is null;
  else
    delete from access.seal where id = held.subject::uuid returning * into lifted;
    insert into access.lifted (id, file, office, sealed_at, asked_by, agreed_by, lifted_at)
      select lifted.id, lifted.file, lifted.office, lifted.set_at, held.asked_by, app.account(), moment where lifted.id is not null;
  end if;
  if not found then
    return null;
  end if;
  perform access.apply(found_file);
  return found_file;
end $$;

-- What was asked, in words for whoever is to answer: the file, and whom it shuts out or which office sealed it.
create function access.said_on_approval(asked uuid, reader text) returns text[] language sql stable security definer set search_path = '' as $$
  select case approval.act
      when 'end-conflict' then (select array[file.reference, person.name || ', ' || (office.name ->> reader)] from access.conflict join cases.file on file.id = conflict.file
        join accounts.account as person on person.id = conflict.account join accounts.office on office.id = person.office where conflict.id::text = approval.subject)
      else (select array[file.reference, office.name ->> reader] from (select id, file, office from access.seal union all select id, file, office from access.lifted) as seal
        join cases.file on file.id = seal.file join accounts.office on office.id = seal.office where seal.id::text = approval.subject) end
  from accounts.approval
  where id = asked and act in ('end-conflict', 'lift-seal') and (app.office_kind() = 'data-protection' or accounts.may_answer(office, beside))
    and not access.is_shut_out(access.file_of_approval(act, subject))
$$;

-- Whom a conflict shuts out does not read that a colleague asks to end one in that file.
create policy "what is asked of a file is kept from whom it is closed to" on accounts.approval as restrictive for select to ariadne_app
  using (case when act in ('end-conflict', 'lift-seal') then not access.is_shut_out(access.file_of_approval(act, subject)) else true end);

-- Who of the office whose seal was lifted is told by mail.
create function access.told_of_lifting(asked uuid) returns table (account uuid, language text) language sql stable security definer set search_path = '' as $$
  select person.id, person.language
  from accounts.approval join access.lifted on lifted.id::text = approval.subject join accounts.account as person on person.office = lifted.office
    join accounts.mail_wish on mail_wish.account = person.id
  where approval.id = asked and approval.act = 'lift-seal' and approval.answered_by = app.account() and person.lead and person.active and person.id <> app.account()
    and not exists (select from access.conflict where conflict.file = lifted.file and conflict.account = person.id and conflict.ended_at is null)
$$;

revoke all on function access.those_left(uuid, uuid, text), access.acts_in(uuid, uuid), access.may_seal(uuid), access.pass_on(), access.sealed(text), access.lifted_seals(), access.guardians(),
  access.conflicts(text), access.file_of_approval(text, text), access.carry_out_approval(uuid, timestamptz), access.said_on_approval(uuid, text), access.told_of_lifting(uuid) from public;
grant execute on function access.may_seal(uuid), access.sealed(text), access.lifted_seals(), access.guardians(), access.conflicts(text), access.file_of_approval(text, text),
  access.carry_out_approval(uuid, timestamptz), access.said_on_approval(uuid, text), access.told_of_lifting(uuid) to ariadne_app;
