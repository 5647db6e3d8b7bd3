-- Why somebody is shut out of a file, why a file is sealed, why something needs a colleague's yes and what she says to it lie sealed: what is said of a
-- file with the key of its person, what is said between colleagues with the installation's. So do the mails that an evaluation shows instead of
-- sending. A held form knows its address by a hash, since an address may carry what somebody searched for.

alter table access.conflict
  add column sealed bytea, alter column reason drop not null,
  add constraint "why somebody is shut out lies sealed" check (reason is null) not valid;
alter table access.seal
  add column sealed bytea, alter column reason drop not null,
  add constraint "why a file is closed lies sealed" check (reason is null) not valid;
alter table accounts.approval
  add column sealed bytea, add column answer_sealed bytea, alter column reason drop not null,
  add constraint "why a colleague is asked lies sealed" check (sealed is not null and num_nonnulls(reason, answer_reason) = 0) not valid;

drop function access.shut_out(text, uuid, text, timestamptz), access.conflicts(), access.seal(text, uuid[], text, timestamptz), access.sealed();
drop function accounts.answer_approval(uuid, text, text, timestamptz);

create function access.shut_out(new_id uuid, asked text, person uuid, because bytea, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  -- A superior speaks for her own office; whoever keeps accounts or watches over data speaks for all.
  if found_file is null or not exists (select from accounts.account where id = person
      and (office = app.office() or app.office_kind() in ('administration', 'data-protection'))) then
    return null;
  end if;
  insert into access.conflict (id, file, account, sealed, set_by, set_at) values (new_id, found_file, person, because, app.account(), moment) on conflict do nothing;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.conflicts() returns table (id uuid, file uuid, reference text, person text, sealed bytea, set_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select conflict.id, conflict.file, file.reference, account.name, conflict.sealed, conflict.set_at
    from access.conflict join cases.file on file.id = conflict.file join accounts.account on account.id = conflict.account
    where conflict.ended_at is null and conflict.account <> app.account()
      and (app.office_kind() in ('administration', 'data-protection') or (access.leads() and account.office = app.office()))
    order by conflict.set_at desc
  $$;

create function access.seal(asked text, people uuid[], because bytea, moment timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  found_file uuid := access.file_to_guard(asked);
begin
  if found_file is null or not access.leads() or app.office_kind() not in ('reception-centre', 'immigration-office', 'magistrate', 'guardian', 'first-line')
      or exists (select from unnest(people) as person where person not in (select id from accounts.account where office = app.office() and active)) then
    return null;
  end if;
  insert into access.seal (file, office, sealed, set_by, set_at) values (found_file, app.office(), because, app.account(), moment) on conflict do nothing;
  delete from access.named where file = found_file and account in (select id from accounts.account where office = app.office());
  insert into access.named (file, account) select found_file, person from unnest(people) as person;
  perform access.apply(found_file);
  return found_file;
end $$;

create function access.sealed() returns table (file uuid, reference text, sealed bytea, people text[], may_open boolean, set_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select file.id, file.reference, case when seal.office = app.office() then seal.sealed end,
      array(select name from accounts.account where id = any (access.those_named(file.id, app.office())) order by name), seal.office = app.office(), seal.set_at
    from access.seal join cases.file on file.id = seal.file
    where access.leads() and access.file_to_guard(file.reference) is not null and app.office_kind() not in ('administration', 'data-protection')
    order by seal.set_at desc
  $$;

create function accounts.answer_approval(asked uuid, said text, why bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.approval set answer = said, answered_by = app.account(), answered_at = moment, answer_sealed = why
    where id = asked and office = app.office() and answer is null and until > moment
      and case said when 'withdrawn' then asked_by = app.account() when 'approved' then asked_by <> app.account() when 'refused' then asked_by <> app.account() else false end;
  return found;
end $$;

revoke all on function access.shut_out(uuid, text, uuid, bytea, timestamptz), access.conflicts(), access.seal(text, uuid[], bytea, timestamptz), access.sealed(),
  accounts.answer_approval(uuid, text, bytea, timestamptz) from public;
-- To seal what is said of a file its person has to be known first; it answers as before, with nothing for whoever may not guard it.
grant execute on function access.shut_out(uuid, text, uuid, bytea, timestamptz), access.conflicts(), access.seal(text, uuid[], bytea, timestamptz), access.sealed(),
  accounts.answer_approval(uuid, text, bytea, timestamptz), access.file_to_guard(text) to ariadne_app;

-- Nothing of an evaluation's mail, no form that waits and nobody on the way to a provider is worth carrying over.
truncate platform.mail_shown, platform.held_form, accounts.provider_trip;
alter table platform.mail_shown drop column sender, drop column recipient, drop column subject, drop column body, add column sealed bytea not null;
alter table platform.held_form drop column path, add column mark bytea not null;
