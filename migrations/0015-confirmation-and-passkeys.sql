-- A session remembers when its person last confirmed that it is them; keys that never leave a person's device open a session without a password.

alter table accounts.session add column confirmed_at timestamptz;
grant select (confirmed_at) on accounts.session to ariadne_app;

-- Who has just signed in has just shown who they are. A provider may have let somebody in without asking, so coming from there confirms nothing.
create function accounts.signing_in_confirms() returns trigger language plpgsql set search_path = '' as $$
begin
  new.confirmed_at := case when new.way = 'provider' then null else new.started_at end;
  return new;
end $$;
create trigger "signing in confirms" before insert on accounts.session for each row execute function accounts.signing_in_confirms();

-- Read beside the actor, in the same statement.
create function accounts.confirmed_at(held uuid) returns timestamptz
  language sql stable security definer set search_path = '' as $$
    select confirmed_at from accounts.session where id = held
  $$;

-- A confirmation for one act is used by the first act; a second that came at the same moment waits for the row and finds it gone.
create function app.spend_confirmation(held uuid, seen timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.session set confirmed_at = null where id = held and account = app.account() and confirmed_at = seen and ended_at is null;
  return found;
end $$;

-- One's own running session, confirmed and under a new token; the old one opens nothing from then on.
create function accounts.confirm_session(held uuid, hash bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.session set token_hash = hash, confirmed_at = moment, last_used_at = greatest(last_used_at, moment)
    where id = held and account = app.account() and ended_at is null;
  return found;
end $$;

create table accounts.passkey (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references accounts.account (id),
  credential_id text not null constraint "a passkey belongs to one person" unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  -- Whether the device may hand it on to the person's other devices.
  backed_up boolean not null,
  name text not null constraint "a passkey has a name" check (length(name) between 1 and 60),
  added_at timestamptz not null,
  last_used_at timestamptz,
  -- When it was seen to count backwards, so that somebody else seems to have a copy; from then on it opens nothing.
  copied_at timestamptz
);
create index "passkeys of an account" on accounts.passkey (account);
alter table accounts.passkey enable row level security;
alter table accounts.passkey force row level security;
create policy "one sees one's own passkeys" on accounts.passkey for select to ariadne_app using (account = app.account());
create policy "one adds passkeys of one's own" on accounts.passkey for insert to ariadne_app with check (account = app.account() and copied_at is null);
create policy "one removes one's own passkeys" on accounts.passkey for delete to ariadne_app using (account = app.account());
grant select, insert, delete on accounts.passkey to ariadne_app;

-- A question put to a device: kept here, answered once, soon, by the browser that asked and for what it asked.
create table accounts.ceremony (
  token_hash bytea primary key,
  purpose text not null constraint "a device is asked for one of three things" check (purpose in ('register', 'sign-in', 'confirm')),
  challenge text not null,
  session uuid,
  until timestamptz not null,
  constraint "only a sign-in has no session yet" check ((purpose = 'sign-in') = (session is null))
);
create index "ceremonies by age" on accounts.ceremony (until);
alter table accounts.ceremony enable row level security;
alter table accounts.ceremony force row level security;

create function accounts.begin_ceremony(hash bytea, what text, asked text, held uuid, ends timestamptz, moment timestamptz) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.ceremony where token_hash in (select token_hash from accounts.ceremony where until < moment for update skip locked);
  insert into accounts.ceremony (token_hash, purpose, challenge, session, until) values (hash, what, asked, held, ends);
end $$;

-- Taken away with the first answer, right or wrong.
create function accounts.take_ceremony(hash bytea, what text, held uuid, moment timestamptz) returns text
  language sql security definer set search_path = '' as $$
    delete from accounts.ceremony where token_hash = hash and purpose = what and session is not distinct from held and until > moment returning challenge
  $$;

-- Before anybody is signed in the device names its key, and the key its person.
create function accounts.passkey_of(asked text)
  returns table (id uuid, account uuid, login text, public_key bytea, counter bigint, transports text[], copied_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select passkey.id, person.id, person.login, passkey.public_key, passkey.counter, passkey.transports, passkey.copied_at
    from accounts.passkey join accounts.account as person on person.id = passkey.account
    where passkey.credential_id = asked and person.active
  $$;

-- The counter only grows. Of two answers with the same number the second is refused; keys that do not count stay at nought.
create function accounts.use_passkey(asked uuid, counted bigint, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.passkey set counter = counted, last_used_at = moment
    where id = asked and copied_at is null and (counted > counter or (counted = 0 and counter = 0));
  return found;
end $$;

create function accounts.mark_passkey_copied(asked uuid, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    update accounts.passkey set copied_at = coalesce(copied_at, moment) where id = asked
  $$;

-- For whoever lost every device: the administration takes them all away.
create function accounts.remove_passkeys_of(person uuid) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  removed int;
begin
  if person is distinct from app.account() and app.office_kind() is distinct from 'administration' then
    return 0;
  end if;
  delete from accounts.passkey where account = person;
  get diagnostics removed = row_count;
  return removed;
end $$;

-- The ways in which whoever acts can confirm that it is them.
create function accounts.ways_to_confirm() returns table (login text, demonstration boolean, has_password boolean, has_passkey boolean)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.demonstration, exists (select from accounts.password where account = person.id),
      exists (select from accounts.passkey where account = person.id and copied_at is null)
    from accounts.account as person where person.id = app.account() and person.active
  $$;

revoke all on function accounts.signing_in_confirms(), accounts.confirmed_at(uuid), app.spend_confirmation(uuid, timestamptz), accounts.confirm_session(uuid, bytea, timestamptz),
  accounts.begin_ceremony(bytea, text, text, uuid, timestamptz, timestamptz), accounts.take_ceremony(bytea, text, uuid, timestamptz), accounts.passkey_of(text),
  accounts.use_passkey(uuid, bigint, timestamptz), accounts.mark_passkey_copied(uuid, timestamptz), accounts.remove_passkeys_of(uuid), accounts.ways_to_confirm() from public;
grant execute on function app.spend_confirmation(uuid, timestamptz), accounts.confirm_session(uuid, bytea, timestamptz),
  accounts.begin_ceremony(bytea, text, text, uuid, timestamptz, timestamptz), accounts.take_ceremony(bytea, text, uuid, timestamptz), accounts.passkey_of(text),
  accounts.use_passkey(uuid, bigint, timestamptz), accounts.mark_passkey_copied(uuid, timestamptz), accounts.remove_passkeys_of(uuid), accounts.ways_to_confirm() to ariadne_app;
-- Asked outside every transaction, with the actor, by whatever user the pool signs in as.
grant execute on function accounts.confirmed_at(uuid) to public;
