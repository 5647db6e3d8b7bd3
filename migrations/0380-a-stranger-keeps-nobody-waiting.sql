-- Wrong tries are counted by the login and the address together, so a stranger's make the stranger wait. Those at one login from browsers that nobody knows are counted
-- as well, with a far higher bound, so that many addresses do not help to guess. A browser in which this person has signed in before is counted apart from both.

alter table accounts.wrong_try add column of_login bytea;
create index "tries at one login" on accounts.wrong_try (of_login) where of_login is not null;
-- Who waits at this moment waits no longer; how many failed is still told.
update accounts.wrong_try set tries = 0, wait_until = null;

create table accounts.known_browser (
  account uuid not null references accounts.account (id),
  -- Of what the browser keeps in a cookie of its own; a new one with each sign-in.
  browser_hash bytea not null,
  -- The session opened in it last: whoever ends that one from elsewhere does not know the browser any more.
  session uuid references accounts.session (id) on delete set null,
  at timestamptz not null,
  primary key (account, browser_hash)
);
create index "known browsers by what they keep" on accounts.known_browser (browser_hash);
create index "known browsers by session" on accounts.known_browser (session) where session is not null;
create index "known browsers by age" on accounts.known_browser (at);
alter table accounts.known_browser enable row level security;
alter table accounts.known_browser force row level security;

create function accounts.is_known_browser(asked text, browser bytea, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.known_browser as known join accounts.account as person on person.id = known.account
      where person.login = asked and known.browser_hash = browser and known.at > moment - interval '90 days')
  $$;

-- So many are free within a day; from then on each waits twice as long as the one before, an hour at most.
create function accounts.count_try(asked bytea, free int, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    update accounts.wrong_try as kept set last_at = moment, tries = before.tries + 1,
      wait_until = case when before.tries >= free - 1 then moment + least(interval '1 hour', interval '1 minute' * power(2, least(before.tries - free + 1, 10))) end
    from (select mark, case when last_at < moment - interval '1 day' then 0 else tries end as tries from accounts.wrong_try where mark = asked) as before
    where kept.mark = before.mark
  $$;

-- Begins a try; answers the moment until which it has to wait, or null. Everybody takes the row of the login first and that of the place then,
-- and holds both until the transaction ends: tries at one login stand in line and never across.
drop function accounts.begin_try(bytea, timestamptz);
create function accounts.begin_try(asked text, at_login bytea, at_address bytea, at_browser bytea, browser bytea, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  is_known constant boolean := accounts.is_known_browser(asked, browser, moment);
  place constant bytea := case when is_known then at_browser else at_address end;
  waits timestamptz;
begin
  insert into accounts.wrong_try as kept (mark, tries, last_at) values (at_login, 0, moment) on conflict (mark) do update set mark = kept.mark;
  insert into accounts.wrong_try as kept (mark, tries, last_at, of_login) values (place, 0, moment, at_login) on conflict (mark) do update set mark = kept.mark;
  delete from accounts.wrong_try where mark in (
    select mark from accounts.wrong_try where last_at < moment - interval '30 days' and mark not in (at_login, place) for update skip locked
  );
  select max(wait_until) into waits from accounts.wrong_try where mark = place or (mark = at_login and not is_known);
  if waits > moment then
    return waits;
  end if;
  perform accounts.count_try(place, 5, moment);
  if not is_known then
    perform accounts.count_try(at_login, 50, moment);
  end if;
  update accounts.wrong_try set untold = untold + 1, last_at = moment where mark = at_login;
  return null;
end $$;

-- A step that was right takes its own try back, where it was counted.
drop function accounts.forgive_try(bytea);
create function accounts.forgive_try(asked text, at_login bytea, at_address bytea, at_browser bytea, browser bytea, moment timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
declare
  is_known constant boolean := accounts.is_known_browser(asked, browser, moment);
begin
  update accounts.wrong_try set untold = greatest(untold - 1, 0), tries = case when is_known then tries else greatest(tries - 1, 0) end, wait_until = case when is_known then wait_until end
    where mark = at_login;
  update accounts.wrong_try set tries = greatest(tries - 1, 0), wait_until = null where mark = case when is_known then at_browser else at_address end;
end $$;

create or replace function accounts.forgive_tries_of(asked bytea) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if app.office_kind() is distinct from 'administration' then
    return false;
  end if;
  perform from accounts.wrong_try where mark = asked for update;
  update accounts.wrong_try set tries = 0, wait_until = null where mark = asked or of_login = asked;
  return found;
end $$;

create or replace function accounts.forget_tries(asked bytea) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  perform from accounts.wrong_try where mark = asked for update;
  delete from accounts.wrong_try where mark = asked or of_login = asked;
end $$;

create or replace function accounts.keys_of(person uuid, asked bytea) returns table (waits_until timestamptz, has_code boolean, has_provider boolean)
  language sql stable security definer set search_path = '' as $$
    select (select max(wait_until) from accounts.wrong_try where mark = asked or of_login = asked), exists (select from accounts.second_factor where account = person and confirmed_at is not null),
      exists (select from accounts.provider_subject where account = person)
    from accounts.account
    where account.id = person and (app.office_kind() = 'administration' or account.office = app.office())
  $$;

-- Signing in tells of all tries and forgets those of this place; those from elsewhere stay counted, or a stranger could wait for her to sign in and begin anew.
-- The browser keeps something new from then on, which stands for everybody whom it is known to.
drop function accounts.open_session(text, bytea, bytea, timestamptz, text, text);
create function accounts.open_session(asked text, at_login bytea, at_address bytea, at_browser bytea, browser bytea, fresh bytea, hash bytea, moment timestamptz, device text, way text) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  person uuid;
  opened uuid;
  failed int;
begin
  select id into person from accounts.account where login = asked and active and (demonstration or way <> 'demonstration');
  if person is null then
    return null;
  end if;
  insert into accounts.session (account, token_hash, started_at, last_used_at, device, way) values (person, hash, moment, moment, device, way) returning id into opened;
  -- An invented person stands open to everybody, so signing in as one proves nothing about the tries, nor about the browser.
  if way = 'demonstration' then
    return 0;
  end if;
  select untold into failed from accounts.wrong_try where mark = at_login for update;
  update accounts.wrong_try set untold = 0 where mark = at_login;
  update accounts.wrong_try set tries = 0, wait_until = null where mark = case when accounts.is_known_browser(asked, browser, moment) then at_browser else at_address end;
  update accounts.known_browser set browser_hash = fresh where browser_hash = browser;
  insert into accounts.known_browser (account, browser_hash, session, at) values (person, fresh, opened, moment)
    on conflict (account, browser_hash) do update set session = excluded.session, at = excluded.at;
  delete from accounts.known_browser where account = person and browser_hash not in (select browser_hash from accounts.known_browser where account = person order by at desc limit 50);
  return coalesce(failed, 0);
end $$;

-- Nobody's browser stays known when sessions end because somebody else might sit there: those of this person, the one of a session, or all but the one of a session.
create function accounts.forget_browsers(person uuid, of_session uuid, but_session uuid) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(person = app.account() or app.office_kind() = 'administration' or (accounts.leads_own_office() and accounts.is_of_own_office(person)), false) then
    delete from accounts.known_browser where account = person and (of_session is null or session = of_session) and (but_session is null or session is distinct from but_session);
  end if;
end $$;

-- Whoever accepts an invitation may be somebody who has lost all of it: the browsers of before are strangers' from then on.
create function accounts.forget_browsers_of_invited() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.known_browser where account = new.account;
  return null;
end $$;
create trigger "who comes in anew is known in no browser" after insert or update on accounts.password for each row
  when (new.account is distinct from app.account()) execute function accounts.forget_browsers_of_invited();
create trigger "who comes in anew by a provider is known in no browser" after insert or update on accounts.provider_subject for each row execute function accounts.forget_browsers_of_invited();

revoke all on function accounts.is_known_browser(text, bytea, timestamptz), accounts.count_try(bytea, int, timestamptz), accounts.begin_try(text, bytea, bytea, bytea, bytea, timestamptz),
  accounts.forgive_try(text, bytea, bytea, bytea, bytea, timestamptz), accounts.open_session(text, bytea, bytea, bytea, bytea, bytea, bytea, timestamptz, text, text),
  accounts.forget_browsers(uuid, uuid, uuid), accounts.forget_browsers_of_invited() from public;
grant execute on function accounts.begin_try(text, bytea, bytea, bytea, bytea, timestamptz), accounts.forgive_try(text, bytea, bytea, bytea, bytea, timestamptz),
  accounts.open_session(text, bytea, bytea, bytea, bytea, bytea, bytea, timestamptz, text, text), accounts.forget_browsers(uuid, uuid, uuid) to ariadne_app;
