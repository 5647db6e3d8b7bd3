-- Offices, the people who work in them, and their sessions. Secrets are kept as hashes and never granted to the application:
-- what has to happen before anybody is signed in goes through the functions at the end.

create schema accounts;
grant usage on schema accounts to public;

create table accounts.office (
  id uuid primary key default gen_random_uuid(),
  key text not null constraint "an office has its own key" unique,
  kind text not null,
  profession text,
  name jsonb not null constraint "an office has a name in every language" check (name ?& array['en', 'nl', 'fr', 'de']),
  languages text[] not null default '{}',
  districts text[] not null default '{}',
  role text not null
);
create index "offices of a kind" on accounts.office (kind, key);
alter table accounts.office enable row level security;
alter table accounts.office force row level security;
create policy "the directory of offices is for everyone signed in" on accounts.office for select to ariadne_app using (app.account() is not null);
grant select on accounts.office to ariadne_app;

create table accounts.account (
  id uuid primary key default gen_random_uuid(),
  login text not null constraint "a login belongs to one person" unique
    constraint "a login is small letters, digits, dots and hyphens" check (login ~ '^[a-z0-9][a-z0-9.-]{1,59}$'),
  name text not null,
  office uuid not null references accounts.office (id),
  profession text,
  -- The superior in the office, to whom a clock turns that its owner lets run out.
  lead boolean not null default false,
  language text not null constraint "a person reads one of our languages" check (language in ('en', 'nl', 'fr', 'de')),
  active boolean not null default true,
  demonstration boolean not null default false,
  listed boolean not null default false constraint "only invented people are listed on the sign-in page" check (demonstration or not listed),
  created_at timestamptz not null default now()
);
create index "people of an office" on accounts.account (office);
alter table accounts.account enable row level security;
alter table accounts.account force row level security;
create policy "own account, own office, all for those who keep or watch them" on accounts.account for select to ariadne_app
  using (id = app.account() or office = app.office() or app.office_kind() in ('administration', 'data-protection'));
create policy "the administration makes accounts" on accounts.account for insert to ariadne_app
  with check (app.office_kind() = 'administration' and not demonstration);
create policy "the administration changes accounts" on accounts.account for update to ariadne_app
  using (app.office_kind() = 'administration');
grant select, insert on accounts.account to ariadne_app;
grant update (active) on accounts.account to ariadne_app;

create table accounts.password (
  account uuid primary key references accounts.account (id),
  hash text not null,
  set_at timestamptz not null
);
alter table accounts.password enable row level security;
alter table accounts.password force row level security;

-- Counted by what was typed and not by account, so that counting does not tell which logins exist.
create table accounts.wrong_try (
  login text primary key,
  tries int not null,
  last_at timestamptz not null,
  wait_until timestamptz
);
create index "wrong tries by age" on accounts.wrong_try (last_at);
alter table accounts.wrong_try enable row level security;
alter table accounts.wrong_try force row level security;

create table accounts.invitation (
  code_hash bytea primary key,
  account uuid not null references accounts.account (id),
  until timestamptz not null,
  used_at timestamptz
);
create index "invitations of an account" on accounts.invitation (account);
alter table accounts.invitation enable row level security;
alter table accounts.invitation force row level security;
create policy "the administration invites" on accounts.invitation for insert to ariadne_app with check (app.office_kind() = 'administration');
create policy "the administration takes an invitation back" on accounts.invitation for update to ariadne_app using (app.office_kind() = 'administration');
create policy "the administration knows who is invited" on accounts.invitation for select to ariadne_app using (app.office_kind() = 'administration');
grant insert on accounts.invitation to ariadne_app;
grant select (account, until, used_at), update (used_at) on accounts.invitation to ariadne_app;

create table accounts.session (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references accounts.account (id),
  token_hash bytea not null constraint "a token opens one session" unique,
  started_at timestamptz not null,
  last_used_at timestamptz not null,
  ended_at timestamptz
);
create index "sessions of an account" on accounts.session (account, started_at);
alter table accounts.session enable row level security;
alter table accounts.session force row level security;
create policy "own sessions, all for the administration" on accounts.session for select to ariadne_app
  using (account = app.account() or app.office_kind() = 'administration');
create policy "own sessions may be ended, all by the administration" on accounts.session for update to ariadne_app
  using (account = app.account() or app.office_kind() = 'administration');
grant select (id, account, started_at, last_used_at, ended_at), update (ended_at) on accounts.session to ariadne_app;

-- A session ends when nothing was done in it for thirty minutes, and after twelve hours whatever was done.
create function accounts.end_of_session(started_at timestamptz, last_used_at timestamptz) returns timestamptz
  language sql immutable parallel safe set search_path = '' as $$
    select least(last_used_at + interval '30 minutes', started_at + interval '12 hours')
  $$;

-- Who is at the door, in one round trip; the last use is written down at most once a minute.
create function accounts.actor_of_session(hash bytea, moment timestamptz)
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
      coalesce(person.profession, office.profession, office.kind), person.language, held.id,
      accounts.end_of_session(held.started_at, held.last_used_at)
    from accounts.account as person join accounts.office on office.id = person.office
    where person.id = held.account and person.active;
end $$;

-- Whose form it was, when a session ran out by itself; one that was ended on purpose gives nothing back.
create function accounts.owner_of_ended_session(hash bytea) returns uuid
  language sql stable security definer set search_path = '' as $$
    select session.account from accounts.session join accounts.account as person on person.id = session.account
    where session.token_hash = hash and session.ended_at is null and person.active
  $$;

-- Begins a try with a password. The row stays locked until the transaction ends, so that tries at the same login stand in line.
-- Answers the moment until which it must wait, or null. A right password forgets the tries.
create function accounts.begin_try(asked text, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  counted accounts.wrong_try;
begin
  delete from accounts.wrong_try where last_at < moment - interval '1 day' and login <> asked;
  insert into accounts.wrong_try (login, tries, last_at) values (asked, 0, moment) on conflict (login) do nothing;
  select * into counted from accounts.wrong_try where login = asked for update;
  if counted.wait_until > moment then
    return counted.wait_until;
  end if;
  update accounts.wrong_try set tries = counted.tries + 1, last_at = moment,
    wait_until = case when counted.tries >= 4 then moment + least(interval '1 hour', interval '1 minute' * power(2, least(counted.tries - 4, 10))) end
    where login = asked;
  return null;
end $$;

create function accounts.password_of(asked text) returns text
  language sql stable security definer set search_path = '' as $$
    select hash from accounts.password join accounts.account as person on person.id = password.account
    where person.login = asked and person.active
  $$;

create function accounts.open_session(asked text, hash bytea, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    delete from accounts.wrong_try where login = asked;
    insert into accounts.session (account, token_hash, started_at, last_used_at)
      select id, hash, moment, moment from accounts.account where login = asked and active;
  $$;

create function accounts.open_demonstration_session(asked text, hash bytea, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    insert into accounts.session (account, token_hash, started_at, last_used_at)
      select id, hash, moment, moment from accounts.account where login = asked and active and demonstration;
  $$;

create function accounts.demonstration_accounts(reader text)
  returns table (login text, name text, office_name text, office_kind text, profession text, language text)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.name, office.name ->> reader, office.kind, coalesce(person.profession, office.profession, office.kind), person.language
    from accounts.account as person join accounts.office on office.id = person.office
    where person.demonstration and person.listed and person.active
    order by person.created_at, person.login
  $$;

-- The name of who is invited, while the invitation is good; accepting it uses it up.
create function accounts.invited(hash bytea, moment timestamptz) returns table (login text, name text)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.name from accounts.invitation join accounts.account as person on person.id = invitation.account
    where code_hash = hash and used_at is null and until > moment and person.active
  $$;

create function accounts.accept_invitation(hash bytea, password_hash text, moment timestamptz) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  invited uuid;
begin
  update accounts.invitation set used_at = moment
    where code_hash = hash and used_at is null and until > moment
      and exists (select from accounts.account where id = invitation.account and active)
    returning account into invited;
  if invited is null then
    return null;
  end if;
  insert into accounts.password (account, hash, set_at) values (invited, password_hash, moment)
    on conflict (account) do update set hash = excluded.hash, set_at = excluded.set_at;
  -- Whoever sat in a session with the old password is out.
  update accounts.session set ended_at = moment where account = invited and ended_at is null;
  delete from accounts.wrong_try where login = (select login from accounts.account where id = invited);
  return (select login from accounts.account where id = invited);
end $$;

create function accounts.set_own_language(chosen text) returns void
  language sql security definer set search_path = '' as $$
    update accounts.account set language = chosen where id = app.account()
  $$;

-- Names of people of other offices are shown to nobody; that a superior exists, and which account it is, a clock must know.
create function accounts.superior_of(asked uuid) returns uuid
  language sql stable security definer set search_path = '' as $$
    select id from accounts.account where office = asked and lead and active order by created_at, login limit 1
  $$;

revoke all on all functions in schema accounts from public;
grant execute on all functions in schema accounts to ariadne_app;
-- Asked outside every transaction, by whatever user the pool signs in as; whoever has no token learns nothing.
grant execute on function accounts.actor_of_session(bytea, timestamptz), accounts.owner_of_ended_session(bytea) to public;
