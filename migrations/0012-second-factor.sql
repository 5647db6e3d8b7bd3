-- The second factor, sign-ins that wait for it, outside providers, and what a session knows of where it was opened.
-- None of the tables is granted to the application: whoever shows the token of a started sign-in, or has a session, acts through the functions.

create table accounts.second_factor (
  account uuid primary key references accounts.account (id),
  sealed bytea not null,
  confirmed_at timestamptz,
  -- The time step of the last code that was accepted; an older or the same one is never taken again.
  last_step bigint not null default 0
);
alter table accounts.second_factor enable row level security;
alter table accounts.second_factor force row level security;

create table accounts.recovery_code (
  account uuid not null references accounts.account (id),
  code_hash bytea not null,
  used_at timestamptz,
  primary key (account, code_hash)
);
alter table accounts.recovery_code enable row level security;
alter table accounts.recovery_code force row level security;

-- The password was right and something is still missing. No session yet: this opens nothing but its own next step.
create table accounts.started_sign_in (
  token_hash bytea primary key,
  account uuid not null references accounts.account (id),
  needs text not null constraint "what is missing is a code or an enrolment" check (needs in ('code', 'enrolment')),
  way text not null,
  until timestamptz not null
);
create index "started sign-ins by age" on accounts.started_sign_in (until);
alter table accounts.started_sign_in enable row level security;
alter table accounts.started_sign_in force row level security;

create table accounts.provider_subject (
  account uuid primary key references accounts.account (id),
  issuer text not null,
  subject text not null,
  bound_at timestamptz not null,
  constraint "a person of the provider has one account" unique (issuer, subject)
);
alter table accounts.provider_subject enable row level security;
alter table accounts.provider_subject force row level security;

-- Somebody was sent to the provider and has not come back. What proves that it is the same browser is derived from a secret that only it holds.
create table accounts.provider_trip (
  trip_hash bytea primary key,
  invitation_hash bytea,
  -- Where the person wanted to go.
  next text not null,
  until timestamptz not null
);
create index "trips by age" on accounts.provider_trip (until);
alter table accounts.provider_trip enable row level security;
alter table accounts.provider_trip force row level security;

alter table accounts.session
  add column device text,
  add column way text not null default 'password' constraint "a session was opened in one of our ways"
    check (way in ('password', 'code', 'recovery', 'provider', 'passkey', 'demonstration'));
grant select (device, way) on accounts.session to ariadne_app;

alter table accounts.wrong_try add column untold int not null default 0;

-- Tries are forgotten after a day for waiting, and kept for thirty so that the person is told of them.
create or replace function accounts.begin_try(asked text, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  counted accounts.wrong_try;
begin
  insert into accounts.wrong_try (login, tries, last_at) values (asked, 0, moment) on conflict (login) do nothing;
  select * into counted from accounts.wrong_try where login = asked for update;
  -- The one before in the line has signed in and taken its row along: begin anew.
  if counted.login is null then
    return accounts.begin_try(asked, moment);
  end if;
  delete from accounts.wrong_try where login in (
    select login from accounts.wrong_try where last_at < moment - interval '30 days' and login <> asked for update skip locked
  );
  if counted.wait_until > moment then
    return counted.wait_until;
  end if;
  if counted.last_at < moment - interval '1 day' then
    counted.tries := 0;
  end if;
  update accounts.wrong_try set tries = counted.tries + 1, untold = counted.untold + 1, last_at = moment,
    wait_until = case when counted.tries >= 4 then moment + least(interval '1 hour', interval '1 minute' * power(2, least(counted.tries - 4, 10))) end
    where login = asked;
  return null;
end $$;

-- A step that was right takes its own try back, and no other.
create function accounts.forgive_try(asked text) returns void
  language sql security definer set search_path = '' as $$
    update accounts.wrong_try set tries = greatest(tries - 1, 0), untold = greatest(untold - 1, 0), wait_until = null where login = asked
  $$;

-- What a sign-in with this login still needs besides what was right already; a closed account has no row.
create function accounts.factors_of(asked text) returns table (office_kind text, has_code boolean)
  language sql stable security definer set search_path = '' as $$
    select office.kind, exists (select from accounts.second_factor where account = person.id and confirmed_at is not null)
    from accounts.account as person join accounts.office on office.id = person.office
    where person.login = asked and person.active
  $$;

drop function accounts.open_session(text, bytea, timestamptz);
drop function accounts.open_demonstration_session(text, bytea, timestamptz);

-- Opens a session and answers how many tries failed since the last one; null when the account is closed or unknown.
create function accounts.open_session(asked text, hash bytea, moment timestamptz, device text, way text) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  person uuid;
  failed int;
begin
  select id into person from accounts.account where login = asked and active and (demonstration or way <> 'demonstration');
  if person is null then
    return null;
  end if;
  insert into accounts.session (account, token_hash, started_at, last_used_at, device, way) values (person, hash, moment, moment, device, way);
  -- An invented person stands open to everybody, so signing in as one proves nothing about the tries.
  if way <> 'demonstration' then
    delete from accounts.wrong_try where login = asked returning untold into failed;
  end if;
  return coalesce(failed, 0);
end $$;

create function accounts.start_sign_in(asked text, hash bytea, needed text, way text, ends timestamptz, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.started_sign_in where token_hash in (select token_hash from accounts.started_sign_in where until < moment for update skip locked);
  insert into accounts.started_sign_in (token_hash, account, needs, way, until)
    select hash, id, needed, start_sign_in.way, ends from accounts.account where login = asked and active;
  return found;
end $$;

-- Whose factor is spoken of: who started the sign-in with this token, or without one whoever acts.
create function accounts.factor_holder(started bytea, moment timestamptz) returns uuid
  language sql stable security definer set search_path = '' as $$
    select case when started is null then app.account()
      else (select account from accounts.started_sign_in join accounts.account as person on person.id = account and person.active where token_hash = started and until > moment) end
  $$;

create function accounts.second_factor_for(started bytea, moment timestamptz)
  returns table (login text, name text, needs text, way text, sealed bytea, confirmed_at timestamptz, codes_left int)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.name, sign_in.needs, sign_in.way, factor.sealed, factor.confirmed_at,
      (select count(*)::int from accounts.recovery_code as code where code.account = person.id and used_at is null)
    from accounts.account as person
      left join accounts.second_factor as factor on factor.account = person.id
      left join accounts.started_sign_in as sign_in on sign_in.token_hash = started
    where person.id = accounts.factor_holder(started, moment)
  $$;

-- A secret that was confirmed is never written over: it has to be removed first, which needs a code.
-- A started sign-in enrols only where an enrolment is what it is for.
create function accounts.propose_second_factor(started bytea, secret bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if started is not null and not exists (select from accounts.started_sign_in where token_hash = started and needs = 'enrolment') then
    return false;
  end if;
  insert into accounts.second_factor as factor (account, sealed)
    select holder, secret from accounts.factor_holder(started, moment) as holder where holder is not null
    on conflict (account) do update set sealed = excluded.sealed, last_step = 0 where factor.confirmed_at is null;
  return found;
end $$;

-- Takes a time step, once: of two that come together the second finds it taken.
create function accounts.take_step(started bytea, step bigint, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.second_factor set last_step = step, confirmed_at = coalesce(confirmed_at, moment)
    where account = accounts.factor_holder(started, moment) and last_step < step;
  return found;
end $$;

create function accounts.take_recovery_code(started bytea, hash bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.recovery_code set used_at = moment
    where account = accounts.factor_holder(started, moment) and code_hash = hash and used_at is null;
  return found;
end $$;

create function accounts.replace_recovery_codes(started bytea, hashes bytea[], moment timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.recovery_code where account = accounts.factor_holder(started, moment);
  insert into accounts.recovery_code (account, code_hash)
    select holder, hash from accounts.factor_holder(started, moment) as holder, unnest(hashes) as hash
    where exists (select from accounts.second_factor where account = holder and confirmed_at is not null);
end $$;

-- Ends the waiting: the token is good for one session and no more.
create function accounts.finish_sign_in(started bytea, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    delete from accounts.started_sign_in where token_hash = started
  $$;

-- One's own, or for the administration somebody else's, who lost the telephone and the recovery codes.
create function accounts.remove_second_factor(person uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if person is distinct from app.account() and app.office_kind() is distinct from 'administration' then
    return false;
  end if;
  delete from accounts.recovery_code where account = person;
  delete from accounts.started_sign_in where account = person;
  delete from accounts.second_factor where account = person;
  return found;
end $$;

create function accounts.forgive_tries_of(person uuid) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if app.office_kind() is distinct from 'administration' then
    return false;
  end if;
  update accounts.wrong_try set tries = 0, wait_until = null where login = (select login from accounts.account where id = person);
  return found;
end $$;

-- What the administration must know to help: until when the login waits, whether there is a second factor, whether a provider names the person.
create function accounts.keys_of(person uuid) returns table (waits_until timestamptz, has_code boolean, has_provider boolean)
  language sql stable security definer set search_path = '' as $$
    select wrong_try.wait_until, exists (select from accounts.second_factor where account = person and confirmed_at is not null),
      exists (select from accounts.provider_subject where account = person)
    from accounts.account left join accounts.wrong_try using (login)
    where account.id = person and (app.office_kind() = 'administration' or account.office = app.office())
  $$;

-- Of a token taken from one browser, another kind of browser has no use.
create function accounts.actor_at_the_door(hash bytea, moment timestamptz, asked text)
  returns table (account uuid, name text, office uuid, office_name text, office_kind text, profession text, language text, session uuid, session_ends_at timestamptz, lead boolean)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  if exists (select from accounts.session where token_hash = hash and device is distinct from asked and device is not null) then
    return;
  end if;
  return query
    select actor.account, actor.name, actor.office, actor.office_name, actor.office_kind, actor.profession, actor.language, actor.session, actor.session_ends_at,
      exists (select from accounts.account as person where person.id = actor.account and person.office = actor.office and person.lead)
    from accounts.actor_of_session(hash, moment) as actor;
end $$;

-- A new token for one's own session, when what it may do grows.
create function accounts.rotate_token(held uuid, hash bytea) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.session set token_hash = hash where id = held and account = app.account() and ended_at is null;
  return found;
end $$;

create function accounts.begin_trip(hash bytea, invitation bytea, wanted text, ends timestamptz, moment timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.provider_trip where trip_hash in (select trip_hash from accounts.provider_trip where until < moment for update skip locked);
  insert into accounts.provider_trip (trip_hash, invitation_hash, next, until) values (hash, invitation, wanted, ends);
end $$;

-- A trip ends when somebody comes back from it, however that goes.
create function accounts.take_trip(hash bytea, moment timestamptz) returns table (invitation_hash bytea, next text)
  language sql security definer set search_path = '' as $$
    delete from accounts.provider_trip where trip_hash = hash and until > moment returning invitation_hash, next
  $$;

create function accounts.login_of_subject(named_by text, named text) returns text
  language sql stable security definer set search_path = '' as $$
    select login from accounts.provider_subject join accounts.account as person on person.id = account
    where issuer = named_by and subject = named and person.active
  $$;

-- Where the installation lets a claim name the login: the first time binds, and from then on the subject alone counts.
create function accounts.bind_subject(asked text, named_by text, named text, moment timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
begin
  insert into accounts.provider_subject (account, issuer, subject, bound_at)
    select id, named_by, named, moment from accounts.account where login = asked and active and not demonstration
    on conflict do nothing;
  return case when found then asked end;
end $$;

-- An invitation accepted with a provider: the provider's person is bound, no password is set, and whoever was bound before no longer is.
create function accounts.accept_invitation_by_subject(hash bytea, named_by text, named text, moment timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  invited uuid;
begin
  if exists (select from accounts.provider_subject where issuer = named_by and subject = named
      and account is distinct from (select account from accounts.invitation where code_hash = hash)) then
    return null;
  end if;
  update accounts.invitation set used_at = moment
    where code_hash = hash and used_at is null and until > moment
      and exists (select from accounts.account where id = invitation.account and active)
    returning account into invited;
  if invited is null then
    return null;
  end if;
  insert into accounts.provider_subject (account, issuer, subject, bound_at) values (invited, named_by, named, moment)
    on conflict (account) do update set issuer = excluded.issuer, subject = excluded.subject, bound_at = excluded.bound_at;
  update accounts.session set ended_at = moment where account = invited and ended_at is null;
  return (select login from accounts.account where id = invited);
end $$;

-- Whether who acts leads the own office: such a person lets in and out there, and nowhere else.
create function accounts.leads_own_office() returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.account where id = app.account() and office = app.office() and lead and active)
  $$;
create function accounts.is_of_own_office(person uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.account where id = person and office = app.office())
  $$;

create policy "who leads an office makes accounts in it" on accounts.account for insert to ariadne_app
  with check (office = app.office() and not demonstration and accounts.leads_own_office());
create policy "who leads an office opens and closes accounts in it" on accounts.account for update to ariadne_app
  using (office = app.office() and accounts.leads_own_office());
create policy "who leads an office invites into it" on accounts.invitation for insert to ariadne_app
  with check (accounts.leads_own_office() and accounts.is_of_own_office(account));
create policy "who leads an office takes its invitations back" on accounts.invitation for update to ariadne_app
  using (accounts.leads_own_office() and accounts.is_of_own_office(account));
create policy "who leads an office knows who is invited into it" on accounts.invitation for select to ariadne_app
  using (accounts.leads_own_office() and accounts.is_of_own_office(account));
create policy "who leads an office ends sessions in it" on accounts.session for update to ariadne_app
  using (accounts.leads_own_office() and accounts.is_of_own_office(account));
create policy "who leads an office sees sessions in it" on accounts.session for select to ariadne_app
  using (accounts.leads_own_office() and accounts.is_of_own_office(account));

revoke all on all functions in schema accounts from public;
grant execute on all functions in schema accounts to ariadne_app;
grant execute on function accounts.actor_of_session(bytea, timestamptz), accounts.actor_at_the_door(bytea, timestamptz, text), accounts.owner_of_ended_session(bytea) to public;

-- Tries from one address, whatever login or code was tried; the address is kept as a hash, for a day at most.
create table platform.tries_from (
  address text not null,
  route text not null,
  began_at timestamptz not null,
  tries int not null,
  primary key (address, route)
);
create index "tries by age" on platform.tries_from (began_at);
alter table platform.tries_from enable row level security;
alter table platform.tries_from force row level security;

create function platform.begin_try_from(asked text, tried text, most int, span interval, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  counted platform.tries_from;
begin
  insert into platform.tries_from (address, route, began_at, tries) values (asked, tried, moment, 0) on conflict do nothing;
  select * into counted from platform.tries_from where address = asked and route = tried for update;
  if counted.address is null then
    return platform.begin_try_from(asked, tried, most, span, moment);
  end if;
  if counted.began_at <= moment - span then
    update platform.tries_from set began_at = moment, tries = 1 where address = asked and route = tried;
    delete from platform.tries_from where (address, route) in (
      select address, route from platform.tries_from where began_at < moment - interval '1 day' and address <> asked for update skip locked
    );
    return null;
  end if;
  if counted.tries >= most then
    return counted.began_at + span;
  end if;
  update platform.tries_from set tries = counted.tries + 1 where address = asked and route = tried;
  return null;
end $$;

create function platform.forgive_try_from(asked text, tried text) returns void
  language sql security definer set search_path = '' as $$
    update platform.tries_from set tries = greatest(tries - 1, 0) where address = asked and route = tried
  $$;
revoke all on function platform.begin_try_from(text, text, int, interval, timestamptz), platform.forgive_try_from(text, text) from public;
grant execute on function platform.begin_try_from(text, text, int, interval, timestamptz), platform.forgive_try_from(text, text) to ariadne_app;
