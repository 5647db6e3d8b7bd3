-- The code of an invitation and the key of a program are made when a second person says yes, and are shown to that person alone: whoever asked for an account
-- or a key never holds what opens it. Inviting somebody anew and naming who leads an office are done by such a yes as well.

-- When what opens it was shown, to whom the answer came from; once.
alter table accounts.approval add column handed_at timestamptz
  constraint "only what was approved is handed over" check (handed_at is null or answer = 'approved');

-- A key opens the data of one office: where somebody else than who asked leads it, that lead says yes and nobody in her place.
create function accounts.lead_has_to_agree(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (
      select from accounts.approval join accounts.account as program on program.id::text = approval.subject and program.machine
        join accounts.account as superior on superior.office = program.office and superior.lead and superior.active and superior.id <> approval.asked_by
      where approval.id = asked and approval.act = 'open-account')
  $$;

create or replace function accounts.answer_approval(asked uuid, said text, why bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.approval set answer = said, answered_by = app.account(), answered_at = moment, answer_sealed = why
    where id = asked and accounts.may_answer(office, beside) and answer is null and until > moment
      and case said when 'withdrawn' then asked_by = app.account() when 'refused' then asked_by <> app.account()
        when 'approved' then asked_by <> app.account() and gains is distinct from app.account()
          and (not accounts.lead_has_to_agree(id) or exists (select from accounts.account as program where program.id::text = subject and program.office = app.office() and accounts.leads_own_office()))
        else false end;
  return found;
end $$;

-- Whether what was asked is to be watched: a way in that no lead of the office agreed to, though it is to her data, or somebody who will lead.
create function accounts.is_watched(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (
      select from accounts.approval left join accounts.account as person on approval.act in ('open-account', 'move-account', 'invite-account', 'set-lead') and person.id::text = split_part(approval.subject, '/', 1)
      where approval.id = asked and (approval.act = 'set-lead' or (approval.act = 'open-account' and person.lead)
        or (approval.act = 'open-account' and person.machine and not exists (select from accounts.account as superior where superior.id = approval.answered_by and superior.lead and superior.office = person.office))))
  $$;

create or replace function accounts.said_on_approval(asked uuid, reader text) returns text[]
  language sql stable security definer set search_path = '' as $$
    select array(
      select coalesce(
          (select person.name || ', ' || (office.name ->> reader) from accounts.account as person join accounts.office on office.id = person.office where person.id::text = part),
          (select office.name ->> reader from accounts.office where office.id::text = part), part)
      from unnest(string_to_array(subject, '/')) with ordinality as parts (part, place) order by place
    ) || coalesce((select array[array_to_string(key.routes, ', ')] from accounts.machine_key as key where key.account::text = subject limit 1), '{}')
    from accounts.approval
    where id = asked and act in ('open-account', 'invite-account', 'set-lead', 'move-account', 'set-replacement') and (app.office_kind() = 'data-protection' or accounts.may_answer(office, beside))
  $$;

-- Whether the account that is to open leads its office from then on: the second person agrees to that as well.
create function accounts.opens_a_lead(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.approval join accounts.account as person on person.id::text = subject
      where approval.id = asked and act = 'open-account' and person.lead and (app.office_kind() = 'data-protection' or accounts.may_answer(approval.office, beside)))
  $$;

create or replace function accounts.carry_out_approval(asked uuid, in_zone text, moment timestamptz) returns boolean
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
    when 'invite-account' then
      return exists (select from accounts.account where id = part[1]::uuid and active and not machine);
    when 'set-lead' then
      update accounts.account set lead = (part[2] = 'yes') where id = part[1]::uuid and not machine and lead <> (part[2] = 'yes') and (active or part[2] = 'no');
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

-- Makes what opens it, once, for whoever has just said yes: an invitation for a person who has no way in, or who is invited anew; the key of a program.
-- Somebody whose closed account opens again has a way in and gets nothing.
create function accounts.hand_over(asked uuid, code bytea, key bytea, ends timestamptz, moment timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  held accounts.approval;
  person accounts.account;
begin
  update accounts.approval set handed_at = moment
    where id = asked and act in ('open-account', 'invite-account') and answer = 'approved' and answered_by = app.account() and used_at is not null and handed_at is null and until > moment
    returning * into held;
  select * into person from accounts.account where id::text = held.subject and active;
  if person.id is null then
    return null;
  end if;
  if person.machine then
    update accounts.machine_key set key_hash = key where account = person.id and revoked_at is null;
    return case when found then 'key' end;
  end if;
  if held.act = 'open-account' and accounts.has_a_way_in(person.id) then
    return null;
  end if;
  update accounts.invitation set used_at = moment where account = person.id and used_at is null;
  insert into accounts.invitation (code_hash, account, until) values (code, person.id, ends);
  return 'code';
end $$;

create function accounts.has_a_way_in(person uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.password where account = person) or exists (select from accounts.second_factor where account = person and confirmed_at is not null)
      or exists (select from accounts.passkey where account = person) or exists (select from accounts.provider_subject where account = person)
  $$;

-- An invitation that waits was seen by who made it: it opens nothing any more, and the yes makes a new one.
update accounts.invitation set used_at = now() from accounts.account as person where person.id = invitation.account and not person.active and used_at is null;
-- So was the key of a program that waits.
update accounts.machine_key set key_hash = sha256(gen_random_uuid()::text::bytea || gen_random_uuid()::text::bytea) from accounts.account as person
  where person.id = machine_key.account and not person.active and revoked_at is null;

-- Whoever watches over data reads as well that one administrator is alone.
create or replace function accounts.could_agree() returns table (administrators int, led uuid[])
  language sql stable security definer set search_path = '' as $$
    select (select count(*)::int from accounts.account as person join accounts.office on office.id = person.office
        where office.kind = 'administration' and person.active and not person.machine and person.id is distinct from app.account()),
      array(select distinct office from accounts.account where active and lead and id is distinct from app.account())
    where app.office_kind() in ('administration', 'data-protection')
  $$;

revoke all on function accounts.lead_has_to_agree(uuid), accounts.is_watched(uuid), accounts.opens_a_lead(uuid), accounts.hand_over(uuid, bytea, bytea, timestamptz, timestamptz), accounts.has_a_way_in(uuid) from public;
grant execute on function accounts.lead_has_to_agree(uuid), accounts.is_watched(uuid), accounts.opens_a_lead(uuid), accounts.hand_over(uuid, bytea, bytea, timestamptz, timestamptz) to ariadne_app;
