-- Where somebody works is dated, and so is who stands in for whom. The office is read anew with each request, so that whoever changes office
-- loses the old one with the first request of that day. Days count in the zone that is kept with them.

create table accounts.membership (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references accounts.account (id),
  office uuid not null references accounts.office (id),
  profession text,
  from_on date not null,
  -- The first day on which it is over.
  until_on date constraint "a membership ends after it begins" check (until_on > from_on),
  zone text not null default 'UTC'
);
create index "memberships of an account" on accounts.membership (account, from_on);
create unique index "one open membership for each account" on accounts.membership (account) where until_on is null;
alter table accounts.membership enable row level security;
alter table accounts.membership force row level security;
create policy "one's own memberships, and all of them for those who keep or watch accounts" on accounts.membership for select to ariadne_app
  using (account = app.account() or app.office_kind() in ('administration', 'data-protection'));
grant select on accounts.membership to ariadne_app;

-- The owner too is held by row security until it has its policy, which otherwise comes after this file.
select platform.let_the_keeper_see();
insert into accounts.membership (account, office, profession, from_on) select id, office, profession, '-infinity' from accounts.account;

-- Whoever gets an account belongs to its office from the first; a change made to the account itself holds from the beginning of the last membership.
create function accounts.keep_membership() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into accounts.membership (account, office, profession, from_on) values (new.id, new.office, new.profession, '-infinity');
  else
    update accounts.membership set office = new.office, profession = new.profession
      where id = (select id from accounts.membership where account = new.id order by from_on desc limit 1) and coalesce(current_setting('app.settling', true), '') = '';
  end if;
  return null;
end $$;
create trigger "an account has a membership" after insert on accounts.account for each row execute function accounts.keep_membership();
create trigger "a membership follows its account" after update of office, profession on accounts.account
  for each row when (old.office <> new.office or old.profession is distinct from new.profession) execute function accounts.keep_membership();

create function accounts.membership_at(person uuid, moment timestamptz) returns accounts.membership
  language sql stable security definer set search_path = '' as $$
    select membership from accounts.membership
    where account = person and from_on <= (moment at time zone zone)::date and (until_on is null or (moment at time zone zone)::date < until_on)
    order by from_on desc limit 1
  $$;

-- Makes the office that stands in the account the one of today; nobody leads an office because she led another.
create function accounts.settle_memberships(moment timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare
  settled int;
begin
  perform set_config('app.settling', 'yes', true);
  update accounts.account as person set office = now_at.office, profession = now_at.profession, lead = false
    from accounts.account as known cross join lateral accounts.membership_at(known.id, moment) as now_at
    where person.id = known.id and now_at.id is not null and person.office <> now_at.office;
  get diagnostics settled = row_count;
  perform set_config('app.settling', '', true);
  return settled;
end $$;

-- The administration moves a person to another office from a day on; before that day she stays where she is.
create function accounts.move_account(person uuid, to_office uuid, with_profession text, on_day date, in_zone text, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
declare
  open accounts.membership;
begin
  if app.office_kind() is distinct from 'administration' then
    return false;
  end if;
  select * into open from accounts.membership where account = person and until_on is null for update;
  if open.id is null or open.from_on >= on_day or open.office = to_office or not exists (select from accounts.office where id = to_office) then
    return false;
  end if;
  update accounts.membership set until_on = on_day, zone = in_zone where id = open.id;
  insert into accounts.membership (account, office, profession, from_on, zone) values (person, to_office, with_profession, on_day, in_zone);
  perform accounts.settle_memberships(moment);
  return true;
end $$;

create table accounts.replacement (
  id uuid primary key default gen_random_uuid(),
  absent uuid not null references accounts.account (id),
  stand_in uuid not null references accounts.account (id) constraint "nobody stands in for herself" check (stand_in <> absent),
  first_on date not null,
  last_on date not null constraint "a replacement ends after it begins" check (last_on >= first_on),
  zone text not null,
  set_by uuid not null,
  set_at timestamptz not null,
  ended_at timestamptz
);
create index "who stands in" on accounts.replacement (stand_in, last_on);
alter table accounts.replacement enable row level security;
alter table accounts.replacement force row level security;
alter table accounts.session add column replacement uuid references accounts.replacement (id);

create function accounts.replacement_holds(asked accounts.replacement, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select asked.ended_at is null and (moment at time zone asked.zone)::date between asked.first_on and asked.last_on
      and (select count(*) = 2 from accounts.account where id in (asked.absent, asked.stand_in) and active)
      and (accounts.membership_at(asked.absent, moment)).office = (accounts.membership_at(asked.stand_in, moment)).office
  $$;

-- In whose place this session works at this moment: nobody's once the replacement is over, whatever the session says.
create function accounts.stands_for(held uuid, moment timestamptz) returns table (account uuid, name text)
  language sql stable security definer set search_path = '' as $$
    select person.id, person.name
    from accounts.session join accounts.replacement as instead on instead.id = session.replacement and instead.stand_in = session.account
      join accounts.account as person on person.id = instead.absent
    where session.id = held and accounts.replacement_holds(instead, moment)
  $$;

-- A superior sets it for two people of her own office, the administration for two of any one office.
create function accounts.set_replacement(gone uuid, instead uuid, first_day date, last_day date, in_zone text, moment timestamptz) returns uuid
  language plpgsql security definer set search_path = '' as $$
declare
  made uuid;
begin
  if gone = instead or last_day < first_day
      or not exists (select from accounts.account as a join accounts.account as b on b.office = a.office where a.id = gone and b.id = instead and a.active and b.active
        and (app.office_kind() = 'administration'
          or (a.office = app.office() and exists (select from accounts.account where id = app.account() and lead and active and office = app.office())))) then
    return null;
  end if;
  insert into accounts.replacement (absent, stand_in, first_on, last_on, zone, set_by, set_at) values (gone, instead, first_day, last_day, in_zone, app.account(), moment) returning id into made;
  return made;
end $$;

create function accounts.end_replacement(asked uuid, moment timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update accounts.replacement set ended_at = moment where id = asked and ended_at is null
    and (app.account() in (absent, stand_in, set_by) or app.office_kind() = 'administration');
  return found;
end $$;

-- Begins or ends working in somebody's place, in this session alone.
create function accounts.work_for(held uuid, asked uuid, moment timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update accounts.session set replacement = asked where id = held and account = app.account() and ended_at is null
    and (asked is null or exists (select from accounts.replacement as instead where instead.id = asked and instead.stand_in = app.account() and accounts.replacement_holds(instead, moment)));
  return found;
end $$;

create function accounts.replacements(moment timestamptz) returns table (id uuid, absent text, stand_in text, first_on date, last_on date, is_mine boolean, holds boolean)
  language sql stable security definer set search_path = '' as $$
    select held.id, gone.name, instead.name, held.first_on, held.last_on, held.stand_in = app.account(), accounts.replacement_holds(held, moment)
    from accounts.replacement as held join accounts.account as gone on gone.id = held.absent join accounts.account as instead on instead.id = held.stand_in
    where held.ended_at is null and (moment at time zone held.zone)::date <= held.last_on
      and (gone.office = app.office() or app.office_kind() = 'administration')
    order by held.first_on, held.id
  $$;

-- The office is the one of this very moment; whoever belongs to none is nobody.
create or replace function accounts.actor_of_session(hash bytea, moment timestamptz)
  returns table (account uuid, name text, office uuid, office_name text, office_kind text, profession text, language text, session uuid, session_ends_at timestamptz)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held accounts.session;
begin
  select * into held from accounts.session
    where token_hash = hash and ended_at is null and moment < accounts.end_of_session(started_at, last_used_at);
  if held.id is null then
    return;
  end if;
  if held.last_used_at <= moment - interval '1 minute' then
    update accounts.session set last_used_at = moment where id = held.id and last_used_at < moment;
    held.last_used_at := moment;
  end if;
  return query
    select person.id, person.name, office.id, office.name ->> person.language, office.kind,
      coalesce(member.profession, office.profession, office.kind), person.language, held.id,
      accounts.end_of_session(held.started_at, held.last_used_at)
    from accounts.account as person
      cross join lateral (
        select membership.office, membership.profession from accounts.membership
        where membership.account = person.id and from_on <= (moment at time zone zone)::date and (until_on is null or (moment at time zone zone)::date < until_on)
        order by from_on desc limit 1
      ) as member
      join accounts.office on office.id = member.office
    where person.id = held.account and person.active;
end $$;

revoke all on function accounts.keep_membership(), accounts.membership_at(uuid, timestamptz), accounts.settle_memberships(timestamptz),
  accounts.move_account(uuid, uuid, text, date, text, timestamptz), accounts.replacement_holds(accounts.replacement, timestamptz), accounts.stands_for(uuid, timestamptz),
  accounts.set_replacement(uuid, uuid, date, date, text, timestamptz), accounts.end_replacement(uuid, timestamptz), accounts.work_for(uuid, uuid, timestamptz),
  accounts.replacements(timestamptz) from public;
grant execute on function accounts.move_account(uuid, uuid, text, date, text, timestamptz), accounts.set_replacement(uuid, uuid, date, date, text, timestamptz),
  accounts.end_replacement(uuid, timestamptz), accounts.work_for(uuid, uuid, timestamptz), accounts.replacements(timestamptz) to ariadne_app;
-- Asked outside every transaction, like who is at the door.
grant execute on function accounts.stands_for(uuid, timestamptz) to public;
