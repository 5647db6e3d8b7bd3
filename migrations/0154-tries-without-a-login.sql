-- What was typed as a login may be a password that landed in the wrong field. Tries are counted under a keyed hash of it, whose key is not in the database.
-- Whoever was waiting at the moment of the upgrade may try again at once.

truncate accounts.wrong_try;
alter table accounts.wrong_try drop column login, add column mark bytea primary key;

drop function accounts.begin_try(text, timestamptz), accounts.forgive_try(text), accounts.forgive_tries_of(uuid), accounts.keys_of(uuid),
  accounts.open_session(text, bytea, timestamptz, text, text);

create function accounts.begin_try(asked bytea, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  counted accounts.wrong_try;
begin
  insert into accounts.wrong_try (mark, tries, last_at) values (asked, 0, moment) on conflict (mark) do nothing;
  select * into counted from accounts.wrong_try where mark = asked for update;
  -- The one before in the line has signed in and taken its row along: begin anew.
  if counted.mark is null then
    return accounts.begin_try(asked, moment);
  end if;
  delete from accounts.wrong_try where mark in (
    select mark from accounts.wrong_try where last_at < moment - interval '30 days' and mark <> asked for update skip locked
  );
  if counted.wait_until > moment then
    return counted.wait_until;
  end if;
  if counted.last_at < moment - interval '1 day' then
    counted.tries := 0;
  end if;
  update accounts.wrong_try set tries = counted.tries + 1, untold = counted.untold + 1, last_at = moment,
    wait_until = case when counted.tries >= 4 then moment + least(interval '1 hour', interval '1 minute' * power(2, least(counted.tries - 4, 10))) end
    where mark = asked;
  return null;
end $$;

create function accounts.forgive_try(asked bytea) returns void
  language sql security definer set search_path = '' as $$
    update accounts.wrong_try set tries = greatest(tries - 1, 0), untold = greatest(untold - 1, 0), wait_until = null where mark = asked
  $$;

-- For the administration, which knows the login and so its mark.
create function accounts.forgive_tries_of(asked bytea) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if app.office_kind() is distinct from 'administration' then
    return false;
  end if;
  update accounts.wrong_try set tries = 0, wait_until = null where mark = asked;
  return found;
end $$;

create function accounts.keys_of(person uuid, asked bytea) returns table (waits_until timestamptz, has_code boolean, has_provider boolean)
  language sql stable security definer set search_path = '' as $$
    select (select wait_until from accounts.wrong_try where mark = asked), exists (select from accounts.second_factor where account = person and confirmed_at is not null),
      exists (select from accounts.provider_subject where account = person)
    from accounts.account
    where account.id = person and (app.office_kind() = 'administration' or account.office = app.office())
  $$;

create function accounts.open_session(asked text, tried bytea, hash bytea, moment timestamptz, device text, way text) returns int
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
    delete from accounts.wrong_try where mark = tried returning untold into failed;
  end if;
  return coalesce(failed, 0);
end $$;

-- A new password forgets the tries at the old one; the program tells under which mark.
create function accounts.forget_tries(asked bytea) returns void
  language sql security definer set search_path = '' as $$
    delete from accounts.wrong_try where mark = asked
  $$;

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
  return (select login from accounts.account where id = invited);
end $$;

revoke all on function accounts.begin_try(bytea, timestamptz), accounts.forgive_try(bytea), accounts.forgive_tries_of(bytea), accounts.keys_of(uuid, bytea),
  accounts.open_session(text, bytea, bytea, timestamptz, text, text), accounts.forget_tries(bytea) from public;
grant execute on function accounts.begin_try(bytea, timestamptz), accounts.forgive_try(bytea), accounts.forgive_tries_of(bytea), accounts.keys_of(uuid, bytea),
  accounts.open_session(text, bytea, bytea, timestamptz, text, text), accounts.forget_tries(bytea) to ariadne_app;
