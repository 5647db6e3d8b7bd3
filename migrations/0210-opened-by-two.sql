-- Where the country asks a second person before an account opens, somebody changes office or stands in for a colleague: what was asked is written on the
-- approval, and the yes does it. Besides colleagues of who asked, the lead of the office that is concerned may answer, or the administration where a lead asks.

alter table accounts.approval
  add column beside uuid references accounts.office (id),
  -- Whom it lets in: she is not the second person.
  add column gains uuid references accounts.account (id),
  add constraint "nobody approves what lets them in" check (answer is distinct from 'approved' or answered_by is distinct from gains);
create index "approvals beside an office" on accounts.approval (beside, asked_at) where beside is not null;
create index "approvals that let somebody in" on accounts.approval (gains) where gains is not null;

create function accounts.may_answer(asked_office uuid, asked_beside uuid) returns boolean
  language sql stable set search_path = '' as $$
    select coalesce(asked_office = app.office(), false) or (coalesce(asked_beside = app.office(), false) and (app.office_kind() = 'administration' or accounts.leads_own_office()))
  $$;

drop policy "the own office knows what it asked and answered" on accounts.approval;
create policy "who asked, who may answer and who watches know of it" on accounts.approval for select to ariadne_app
  using (office = app.office() or app.office_kind() = 'data-protection' or accounts.may_answer(office, beside));

create or replace function accounts.answer_approval(asked uuid, said text, why bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.approval set answer = said, answered_by = app.account(), answered_at = moment, answer_sealed = why
    where id = asked and accounts.may_answer(office, beside) and answer is null and until > moment
      and case said when 'withdrawn' then asked_by = app.account() when 'approved' then asked_by <> app.account() and gains is distinct from app.account() when 'refused' then asked_by <> app.account() else false end;
  return found;
end $$;

create or replace function accounts.names_on_approvals(ids uuid[]) returns table (id uuid, name text)
  language sql stable security definer set search_path = '' as $$
    select person.id, person.name from accounts.account as person
    where person.id = any (ids) and exists (
      select from accounts.approval
      where (approval.asked_by = person.id or approval.answered_by = person.id) and (app.office_kind() = 'data-protection' or accounts.may_answer(approval.office, approval.beside))
    )
  $$;

-- What was asked, in words for whoever is to answer: people with their office, offices, days and what a program may open.
create function accounts.said_on_approval(asked uuid, reader text) returns text[]
  language sql stable security definer set search_path = '' as $$
    select array(
      select coalesce(
          (select person.name || ', ' || (office.name ->> reader) from accounts.account as person join accounts.office on office.id = person.office where person.id::text = part),
          (select office.name ->> reader from accounts.office where office.id::text = part), part)
      from unnest(string_to_array(subject, '/')) with ordinality as parts (part, place) order by place
    ) || coalesce((select array[array_to_string(key.routes, ', ')] from accounts.machine_key as key where key.account::text = subject limit 1), '{}')
    from accounts.approval
    where id = asked and act in ('open-account', 'move-account', 'set-replacement') and (app.office_kind() = 'data-protection' or accounts.may_answer(office, beside))
  $$;

-- Whether somebody waits for a second person before her account opens.
create function accounts.opening_waits(person uuid, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.approval where act = 'open-account' and subject = person::text and answer is null and until > moment)
  $$;

-- An invitation that is good, to an account that waits: whoever holds it reads why it opens nothing yet.
create function accounts.invitation_waits(hash bytea, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.invitation join accounts.account as person on person.id = invitation.account
      where code_hash = hash and used_at is null and invitation.until > moment and not person.active and accounts.opening_waits(person.id, moment))
  $$;

create function accounts.carry_out_move(person uuid, to_office uuid, with_profession text, on_day date, in_zone text, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  open accounts.membership;
begin
  select * into open from accounts.membership where account = person and until_on is null for update;
  if open.id is null or open.from_on >= on_day or open.office = to_office or not exists (select from accounts.office where id = to_office) then
    return false;
  end if;
  update accounts.membership set until_on = on_day, zone = in_zone where id = open.id;
  insert into accounts.membership (account, office, profession, from_on, zone) values (person, to_office, with_profession, on_day, in_zone);
  perform accounts.settle_memberships(moment);
  return true;
end $$;

-- Whether a move is one that could be made, for whoever keeps accounts.
create function accounts.may_move(person uuid, to_office uuid, on_day date) returns boolean
  language sql stable security definer set search_path = '' as $$
    select app.office_kind() = 'administration' and exists (select from accounts.office where id = to_office)
      and exists (select from accounts.membership where account = person and until_on is null and from_on < on_day and office <> to_office)
  $$;

create or replace function accounts.move_account(person uuid, to_office uuid, with_profession text, on_day date, in_zone text, moment timestamptz) returns boolean
  language sql security definer set search_path = '' as $$
    select app.office_kind() = 'administration' and accounts.carry_out_move(person, to_office, with_profession, on_day, in_zone, moment)
  $$;

-- A superior sets it for two people of her own office, the administration for two of any one office.
create function accounts.may_replace(gone uuid, instead uuid, first_day date, last_day date) returns boolean
  language sql stable security definer set search_path = '' as $$
    select gone <> instead and last_day >= first_day
      and exists (select from accounts.account as a join accounts.account as b on b.office = a.office where a.id = gone and b.id = instead and a.active and b.active
        and (app.office_kind() = 'administration' or (a.office = app.office() and accounts.leads_own_office())))
  $$;

create or replace function accounts.set_replacement(gone uuid, instead uuid, first_day date, last_day date, in_zone text, moment timestamptz) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  made uuid;
begin
  if accounts.may_replace(gone, instead, first_day, last_day) is not true then
    return null;
  end if;
  insert into accounts.replacement (absent, stand_in, first_on, last_on, zone, set_by, set_at) values (gone, instead, first_day, last_day, in_zone, app.account(), moment) returning id into made;
  return made;
end $$;

-- Does what has just been approved, as it was asked and nothing else, for whoever said yes; false where it can no longer be done.
create function accounts.carry_out_approval(asked uuid, in_zone text, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  held accounts.approval;
  part text[];
begin
  select * into held from accounts.approval
    where id = asked and answer = 'approved' and answered_by = app.account() and used_at is null and until > moment
      and exists (select from accounts.account where id = asked_by and active) for update;
  if held.id is null then
    return false;
  end if;
  update accounts.approval set used_at = moment where id = held.id;
  part := string_to_array(held.subject, '/');
  case held.act
    when 'open-account' then
      update accounts.account set active = true where id = part[1]::uuid and not active;
      return found;
    when 'move-account' then
      return accounts.carry_out_move(part[1]::uuid, part[2]::uuid, nullif(part[4], ''), greatest(part[3]::date, (moment at time zone in_zone)::date), in_zone, moment);
    when 'set-replacement' then
      -- Read again, since one of the two may have left meanwhile.
      insert into accounts.replacement (absent, stand_in, first_on, last_on, zone, set_by, set_at)
        select a.id, b.id, part[3]::date, part[4]::date, in_zone, held.asked_by, moment
        from accounts.account as a join accounts.account as b on b.office = a.office
        where a.id = part[1]::uuid and b.id = part[2]::uuid and a.active and b.active and part[4]::date >= (moment at time zone in_zone)::date;
      return found;
    else
      return false;
  end case;
end $$;

-- How many others of the administration could say yes, and which offices somebody leads.
create function accounts.could_agree() returns table (administrators int, led uuid[])
  language sql stable security definer set search_path = '' as $$
    select (select count(*)::int from accounts.account as person join accounts.office on office.id = person.office
        where office.kind = 'administration' and person.active and not person.machine and person.id is distinct from app.account()),
      array(select distinct office from accounts.account where active and lead and id is distinct from app.account())
    where app.office_kind() = 'administration'
  $$;

revoke all on function accounts.may_answer(uuid, uuid), accounts.said_on_approval(uuid, text), accounts.opening_waits(uuid, timestamptz), accounts.invitation_waits(bytea, timestamptz),
  accounts.carry_out_move(uuid, uuid, text, date, text, timestamptz), accounts.may_move(uuid, uuid, date), accounts.may_replace(uuid, uuid, date, date),
  accounts.carry_out_approval(uuid, text, timestamptz), accounts.could_agree() from public;
grant execute on function accounts.may_answer(uuid, uuid), accounts.said_on_approval(uuid, text), accounts.opening_waits(uuid, timestamptz), accounts.invitation_waits(bytea, timestamptz),
  accounts.may_move(uuid, uuid, date), accounts.may_replace(uuid, uuid, date, date), accounts.carry_out_approval(uuid, text, timestamptz), accounts.could_agree() to ariadne_app;
