-- What was sealed before somebody led an office is to her as if it were not there, wherever she asks: the list of seals, conflicts of interest, what a second
-- person is asked, and every act that names a file by its reference. Leading anew after an account was closed is leading anew.

-- Whoever set a seal came before it, whatever became of her account since.
create or replace function access.note_new_lead() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into access.led_later (file, account)
    select seal.file, new.id from access.seal where seal.set_by <> new.id and exists (select from cases.party where party.file = seal.file and party.office = new.office) on conflict do nothing;
  return new;
end $$;
delete from access.led_later using access.seal where seal.file = led_later.file and seal.set_by = led_later.account;
select access.apply(file) from access.seal;

drop trigger "a new lead does not see what was sealed before" on accounts.account;
create trigger "a new lead does not see what was sealed before" before update of lead, office, active on accounts.account
  for each row when (new.lead and new.active and (not old.lead or not old.active or old.office <> new.office)) execute function access.note_new_lead();

-- Asked of her and of whoever she works for: neither place leads round it. Data protection's charge comes from no office that it led before.
create or replace function access.came_after_the_seal(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce(app.office_kind(), '') <> 'data-protection'
    and exists (select from access.led_later where file = asked and account in (app.account(), app.stands_for())
      and not exists (select from access.named where named.file = asked and named.account = led_later.account))
$$;

-- Nobody guards what is destroyed: whom it is closed to it stays closed to.
create function retention.is_destroyed(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from retention.run_file where file = asked and destroyed_at is not null)
$$;

create or replace function access.file_to_guard(asked text) returns uuid language sql stable security definer set search_path = '' as $$
  select file.id from cases.file where file.reference = upper(asked) and not access.is_shut_out(file.id) and not retention.is_destroyed(file.id)
    and (app.office_kind() in ('administration', 'data-protection')
      or (access.leads() and not access.came_after_the_seal(file.id) and exists (select from cases.party
        where party.file = file.id and party.office = app.office() and party.until is null and party.relation <> 'emergency')))
$$;

create or replace function access.may_seal(asked uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select access.leads() and not access.is_shut_out(asked) and not access.came_after_the_seal(asked)
    and app.office_kind() in ('reception-centre', 'immigration-office', 'magistrate', 'guardian', 'first-line')
    and (access.acts_in(asked, app.office())
      or exists (select from cases.party where file = asked and office = app.office() and until is null and relation = 'reporter'
        and not exists (select from cases.party as centre where centre.file = asked and centre.relation = 'centre' and centre.until is null))
      or (exists (select from access.seal where file = asked)
        and exists (select from cases.party where file = asked and office = app.office() and until is null and relation in ('reporter', 'asked-centre'))))
$$;
-- Every act that changes a seal finds its file by the function above.
drop function access.may_change_seal(text);

create or replace function access.appoint_guardian(asked text, person uuid, on_day date) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid;
begin
  select party.file into found_file from cases.party join cases.file on file.id = party.file
    where file.reference = upper(asked) and party.office = app.office() and party.relation = 'guardian' and party.until is null
      and app.account() <> all (party.shut_out) and person <> all (party.shut_out) and not access.came_after_the_seal(party.file);
  if found_file is null or app.office_kind() <> 'guardian' or not access.leads()
      or not exists (select from accounts.account where id = person and office = app.office() and active) then
    return null;
  end if;
  update cases.party set until = greatest(on_day, since) where file = found_file and office = app.office() and relation = 'guardian' and until is null;
  insert into cases.party (file, office, account, relation, opened_on, since)
    select found_file, app.office(), person, 'guardian', file.opened_on, greatest(on_day, file.opened_on) from cases.file where file.id = found_file;
  perform access.apply(found_file);
  return found_file;
end $$;

create or replace function access.conflicts(reader text)
  returns table (id uuid, file uuid, reference text, account uuid, person text, office text, sealed bytea, set_at timestamptz, by_data_protection boolean)
  language sql stable security definer set search_path = '' as $$
    select conflict.id, conflict.file, file.reference, account.id, account.name, office.name ->> reader, conflict.sealed, conflict.set_at, conflict.by_data_protection
    from access.conflict join cases.file on file.id = conflict.file join accounts.account on account.id = conflict.account join accounts.office on office.id = account.office
    where conflict.ended_at is null and not access.is_shut_out(conflict.file) and not retention.is_destroyed(conflict.file)
      and (app.office_kind() in ('administration', 'data-protection') or (access.leads() and account.office = app.office() and not access.came_after_the_seal(conflict.file)))
    order by conflict.set_at desc
  $$;

-- Data protection alone reads as well where nobody who leads the sealing office can open a file again: all came after the seal and are not named, or are shut out.
drop function access.sealed(text);
create function access.sealed(reader text) returns table (id uuid, file uuid, reference text, sealed bytea, office text, office_id uuid, people text[], may_open boolean, set_at timestamptz, nobody_left boolean)
  language sql stable security definer set search_path = '' as $$
    select seal.id, file.id, file.reference, case when seal.office = app.office() then seal.sealed end, office.name ->> reader, office.id,
      case when app.office_kind() = 'data-protection' then '{}'
        else array(select name from accounts.account where account.id = any (access.those_named(file.id, app.office())) order by name) end,
      seal.office = app.office(), seal.set_at,
      app.office_kind() = 'data-protection' and not exists (select from accounts.account as person where person.office = seal.office and person.lead and person.active
        and not exists (select from access.conflict where conflict.file = seal.file and conflict.account = person.id and conflict.ended_at is null)
        and (not exists (select from access.led_later where led_later.file = seal.file and led_later.account = person.id)
          or exists (select from access.named where named.file = seal.file and named.account = person.id)))
    from access.seal join cases.file on file.id = seal.file join accounts.office on office.id = seal.office
    where not access.is_shut_out(file.id) and (app.office_kind() = 'data-protection'
      or (access.leads() and app.office_kind() <> 'administration' and access.file_to_guard(file.reference) is not null))
    order by seal.set_at desc
  $$;

-- Whether a question about a seal or a conflict is closed to the actor: to everybody where nothing tells any more of which file it was. Of a destroyed file it is not
-- known who came after its seal; what was asked about that stays with data protection.
create function access.is_closed_question(asked_act text, about text) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select access.is_shut_out(file) or access.came_after_the_seal(file)
      or (asked_act = 'lift-seal' and coalesce(app.office_kind(), '') <> 'data-protection' and retention.is_destroyed(file))
    from access.file_of_approval(asked_act, about) as asked (file) where file is not null), true)
$$;

create or replace function access.said_on_approval(asked uuid, reader text) returns text[] language sql stable security definer set search_path = '' as $$
  select case approval.act
      when 'end-conflict' then (select array[file.reference, person.name || ', ' || (office.name ->> reader)] from access.conflict join cases.file on file.id = conflict.file
        join accounts.account as person on person.id = conflict.account join accounts.office on office.id = person.office where conflict.id::text = approval.subject)
      else (select array[file.reference, office.name ->> reader] from (select id, file, office from access.seal union all select id, file, office from access.lifted) as seal
        join cases.file on file.id = seal.file join accounts.office on office.id = seal.office where seal.id::text = approval.subject) end
  from accounts.approval
  where id = asked and act in ('end-conflict', 'lift-seal') and (app.office_kind() = 'data-protection' or accounts.may_answer(office, beside))
    and not access.is_closed_question(act, subject)
$$;
drop policy "what is asked of a file is kept from whom it is closed to" on accounts.approval;
create policy "what is asked of a file is kept from whom it is closed to" on accounts.approval as restrictive for select to ariadne_app
  using (case when act in ('end-conflict', 'lift-seal') then not access.is_closed_question(act, subject) else true end);
revoke all on function retention.is_destroyed(uuid), access.sealed(text), access.is_closed_question(text, text) from public;
grant execute on function access.sealed(text), access.is_closed_question(text, text) to ariadne_app;
