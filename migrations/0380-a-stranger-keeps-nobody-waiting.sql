-- Wrong tries are counted by the login and the address together, so a stranger's make the stranger wait, and by the login and the network, so one that has many addresses
-- does not have as many tries. Those at one login from browsers that nobody knows are counted as well, with a higher bound, so that many networks do not help to guess.
-- A browser in which this person has signed in before is counted apart from all three.

-- When a try was last counted here, and when the one before it: a day without one begins anew, whatever else happens at the login.
alter table accounts.wrong_try add column of_login bytea, add column counted_at timestamptz, add column counted_before timestamptz;
create index "tries at one login" on accounts.wrong_try (of_login) where of_login is not null;
-- Who waits at this moment waits no longer; how many failed is still told.
update accounts.wrong_try set tries = 0, wait_until = null;

create table accounts.known_browser (
  account uuid not null references accounts.account (id),
  -- Of what the browser keeps in a cookie of its own; a new one with each sign-in.
  browser_hash bytea not null,
  -- The same through all that it keeps one after the other.
  browser uuid not null,
  -- The session opened in it last: whoever ends that one from elsewhere does not know the browser any more.
  session uuid references accounts.session (id) on delete set null,
  device text,
  at timestamptz not null,
  -- What a newer one has replaced is good for some minutes more: a form sent twice, or an answer that never came, shuts nobody out.
  good_until timestamptz,
  primary key (account, browser_hash)
);
create index "known browsers by what they keep" on accounts.known_browser (browser_hash);
create index "known browsers by session" on accounts.known_browser (session) where session is not null;
create index "known browsers by age" on accounts.known_browser (at);
alter table accounts.known_browser enable row level security;
alter table accounts.known_browser force row level security;

-- Which browser of this person it is; null for one that is not known.
create function accounts.browser_known_to(asked text, kept bytea, moment timestamptz) returns uuid
  language sql stable security definer set search_path = '' as $$
    select known.browser from accounts.known_browser as known join accounts.account as person on person.id = known.account
    where person.login = asked and known.browser_hash = kept and known.at > moment - interval '90 days' and (known.good_until is null or known.good_until > moment)
  $$;

-- Where tries from a known browser are counted, whatever it keeps at the moment.
create function accounts.place_of_browser(at_login bytea, browser uuid) returns bytea
  language sql immutable parallel safe set search_path = '' as $$ select sha256(at_login || uuid_send(browser)) $$;

-- So many are free until a day passes without one; from then on each waits twice as long as the one before, up to the longest wait.
create function accounts.count_try(asked bytea, free int, first_wait interval, longest interval, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    update accounts.wrong_try as kept set last_at = moment, counted_at = moment, counted_before = kept.counted_at, tries = before.tries + 1,
      wait_until = case when before.tries >= free - 1 then moment + least(longest, first_wait * power(2, least(before.tries - free + 1, 10))) end
    from (select mark, case when counted_at > moment - interval '1 day' then tries else 0 end as tries from accounts.wrong_try where mark = asked) as before
    where kept.mark = before.mark
  $$;

-- Begins a try; answers the moment until which it has to wait, or null, and the places where it is counted.
-- Everybody takes the row of the login first and holds it until the transaction ends: tries at one login stand in line and never across.
-- A network waits for a whole day: when it may go on, the count at the login has begun anew, so nobody fills that one from a single network.
drop function accounts.begin_try(bytea, timestamptz);
create function accounts.begin_try(asked text, at_login bytea, at_address bytea, at_network bytea, kept bytea, moment timestamptz)
  returns table (waits_until timestamptz, counted bytea[])
  language plpgsql security definer set search_path = '' as $$
declare
  browser uuid;
  place bytea;
begin
  insert into accounts.wrong_try as held (mark, tries, last_at) values (at_login, 0, moment) on conflict (mark) do update set mark = held.mark;
  -- Only now: who stood in line may be known since, or no longer.
  browser := accounts.browser_known_to(asked, kept, moment);
  counted := case when browser is null then array[at_address, at_network, at_login] else array[accounts.place_of_browser(at_login, browser)] end;
  foreach place in array counted loop
    insert into accounts.wrong_try as held (mark, tries, last_at, of_login) values (place, 0, moment, at_login) on conflict (mark) do update set mark = held.mark;
  end loop;
  delete from accounts.wrong_try where mark in (
    select mark from accounts.wrong_try where last_at < moment - interval '30 days' and mark <> at_login and mark <> all (counted) for update skip locked
  );
  select max(wait_until) into waits_until from accounts.wrong_try where mark = any (counted) and wait_until > moment;
  if waits_until is null then
    perform accounts.count_try(counted[1], 5, interval '1 minute', interval '1 hour', moment);
    if browser is null then
      perform accounts.count_try(at_network, 20, interval '1 day', interval '1 day', moment);
      perform accounts.count_try(at_login, 50, interval '1 minute', interval '1 hour', moment);
    end if;
    update accounts.wrong_try set untold = untold + 1, last_at = moment where mark = at_login;
  end if;
  return next;
end $$;

-- A step that was right takes its own try back, where it was counted.
drop function accounts.forgive_try(bytea);
create function accounts.forgive_try(at_login bytea, counted bytea[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.wrong_try set untold = greatest(untold - 1, 0) where mark = at_login;
  update accounts.wrong_try set tries = greatest(tries - 1, 0), wait_until = null, counted_at = counted_before where mark = any (counted);
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

-- Until when every new browser waits at this login, and until when somebody somewhere does who tried there: that may be anybody, and keeps nobody else.
drop function accounts.keys_of(uuid, bytea);
create function accounts.keys_of(person uuid, asked bytea) returns table (waits_until timestamptz, places_wait_until timestamptz, has_code boolean, has_provider boolean)
  language sql stable security definer set search_path = '' as $$
    select (select wait_until from accounts.wrong_try where mark = asked), (select max(wait_until) from accounts.wrong_try where of_login = asked and mark <> asked),
      exists (select from accounts.second_factor where account = person and confirmed_at is not null), exists (select from accounts.provider_subject where account = person)
    from accounts.account
    where account.id = person and (app.office_kind() = 'administration' or account.office = app.office())
  $$;

-- Signing in tells of all tries and forgets those of this place; those from elsewhere stay counted, or a stranger could wait for her to sign in and begin anew.
-- The browser keeps something new from then on, which stands for everybody whom it is known to.
drop function accounts.open_session(text, bytea, bytea, timestamptz, text, text);
create function accounts.open_session(asked text, at_login bytea, at_address bytea, at_network bytea, kept bytea, fresh bytea, hash bytea, moment timestamptz, device text, way text) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  person uuid;
  opened uuid;
  known_as uuid;
  failed int;
begin
  select id into person from accounts.account where login = asked and active and (demonstration or way <> 'demonstration');
  if person is null then
    return null;
  end if;
  insert into accounts.session (account, token_hash, started_at, last_used_at, device, way) values (person, hash, moment, moment, device, way) returning id into opened;
  -- A program opens no session: nothing of it is told, forgotten or known.
  if opened is null then
    return null;
  end if;
  -- An invented person stands open to everybody, so signing in as one proves nothing about the tries, nor about the browser.
  if way = 'demonstration' then
    return 0;
  end if;
  select untold into failed from accounts.wrong_try where mark = at_login for update;
  perform from accounts.known_browser where browser_hash = kept order by account for update;
  known_as := accounts.browser_known_to(asked, kept, moment);
  update accounts.wrong_try set untold = 0 where mark = at_login;
  update accounts.wrong_try set tries = 0, wait_until = null
    where mark = any (case when known_as is null then array[at_address, at_network] else array[accounts.place_of_browser(at_login, known_as)] end);
  insert into accounts.known_browser (account, browser_hash, browser, session, device, at)
    select account, fresh, known.browser, session, known.device, at from accounts.known_browser as known
    where browser_hash = kept and account <> person and (good_until is null or good_until > moment)
    union all select person, fresh, coalesce(known_as, gen_random_uuid()), opened, open_session.device, moment;
  update accounts.known_browser as older set good_until = moment + interval '5 minutes'
    from accounts.known_browser as newest
    where newest.browser_hash = fresh and older.account = newest.account and older.browser = newest.browser and older.browser_hash <> fresh and older.good_until is null;
  delete from accounts.known_browser as gone where gone.account = person and (gone.good_until <= moment
    or gone.browser_hash not in (select known.browser_hash from accounts.known_browser as known where known.account = person order by at desc limit 50));
  return coalesce(failed, 0);
end $$;

-- Nobody's browser stays known when sessions end because somebody else might sit there: those of this person, the one of a session, or all but the one of a session.
create function accounts.forget_browsers(person uuid, of_session uuid, but_session uuid) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(person = app.account() or app.office_kind() = 'administration' or (accounts.leads_own_office() and accounts.is_of_own_office(person)), false) then
    delete from accounts.known_browser where account = person
      and (of_session is null or browser in (select browser from accounts.known_browser where account = person and session = of_session))
      and (but_session is null or browser not in (select browser from accounts.known_browser where account = person and session = but_session));
  end if;
end $$;

-- The browsers in which who acts is known, the newest first, and whether it is the one that keeps this.
create function accounts.own_browsers(kept bytea, moment timestamptz) returns table (id uuid, device text, at timestamptz, is_here boolean)
  language sql stable security definer set search_path = '' as $$
    select known.browser, (array_agg(known.device order by known.at desc))[1], max(known.at), coalesce(bool_or(known.browser_hash = kept), false)
    from accounts.known_browser as known
    where known.account = app.account() and known.at > moment - interval '90 days' and (known.good_until is null or known.good_until > moment)
    group by known.browser order by max(known.at) desc
  $$;

-- Who acts wants to be known in this browser of theirs no more; sessions that run in it end.
create function accounts.forget_own_browser(asked uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.session set ended_at = moment where account = app.account() and ended_at is null
    and id in (select session from accounts.known_browser where account = app.account() and browser = asked);
  delete from accounts.known_browser where account = app.account() and browser = asked;
  return found;
end $$;

-- Whoever sits at a browser wants nobody to be known in it any more; the secret that it keeps is the proof, as long as it is good.
create function accounts.forget_this_browser(kept bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.known_browser where (account, browser) in (select account, browser from accounts.known_browser where browser_hash = kept and (good_until is null or good_until > moment));
  return found;
end $$;

-- Whoever accepts an invitation may be somebody who has lost all of it, or hold what somebody else left open: the browsers of before are strangers' from then on.
create or replace function accounts.accept_invitation(hash bytea, password_hash text, moment timestamptz) returns text
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
  delete from accounts.known_browser where account = invited;
  return (select login from accounts.account where id = invited);
end $$;

create function accounts.forget_browsers_of_bound() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.known_browser where account = new.account;
  return null;
end $$;
create trigger "who comes in anew by a provider is known in no browser" after insert or update on accounts.provider_subject for each row execute function accounts.forget_browsers_of_bound();

revoke all on function accounts.browser_known_to(text, bytea, timestamptz), accounts.place_of_browser(bytea, uuid), accounts.count_try(bytea, int, interval, interval, timestamptz),
  accounts.begin_try(text, bytea, bytea, bytea, bytea, timestamptz), accounts.forgive_try(bytea, bytea[]), accounts.keys_of(uuid, bytea),
  accounts.open_session(text, bytea, bytea, bytea, bytea, bytea, bytea, timestamptz, text, text), accounts.forget_browsers(uuid, uuid, uuid), accounts.own_browsers(bytea, timestamptz),
  accounts.forget_own_browser(uuid, timestamptz), accounts.forget_this_browser(bytea, timestamptz), accounts.forget_browsers_of_bound() from public;
grant execute on function accounts.begin_try(text, bytea, bytea, bytea, bytea, timestamptz), accounts.forgive_try(bytea, bytea[]), accounts.keys_of(uuid, bytea),
  accounts.open_session(text, bytea, bytea, bytea, bytea, bytea, bytea, timestamptz, text, text), accounts.forget_browsers(uuid, uuid, uuid), accounts.own_browsers(bytea, timestamptz),
  accounts.forget_own_browser(uuid, timestamptz), accounts.forget_this_browser(bytea, timestamptz) to ariadne_app;
