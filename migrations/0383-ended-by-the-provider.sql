-- The provider of identities says that somebody has signed out there, or is to: what was opened through it ends here at that moment (OpenID Connect Back-Channel Logout 1.0).

alter table accounts.session
  add column by_provider boolean not null default false,
  -- A hash of the provider's own name for its session, where it gives one.
  add column provider_sid bytea constraint "only the provider's sessions have its name" check (provider_sid is null or by_provider);
create index "sessions through the provider" on accounts.session (account) where by_provider and ended_at is null;
alter table accounts.started_sign_in add column provider_sid bytea;
grant select (by_provider) on accounts.session to ariadne_app;
-- What was opened through it before is known by its way; with a code of ours after it, by nothing.
update accounts.session set by_provider = true where way = 'provider';

-- Each token of the provider ends something once: under which name it came, until it is over by itself. What it ended is kept as long, for a sign-in that is under way.
create table accounts.logout_token (
  mark bytea primary key,
  until timestamptz not null,
  -- Hashes of the provider's own names for the person and the session: one of the two, or both.
  person bytea,
  sid bytea,
  -- In seconds of the provider's own clock, by which its proof of a sign-in is dated too.
  said_at double precision not null,
  constraint "a person or a session" check (person is not null or sid is not null)
);
create index "logout tokens by age" on accounts.logout_token (until);
alter table accounts.logout_token enable row level security;
alter table accounts.logout_token force row level security;

-- Who is let in through the provider and who is ended by it stand in line until the act ends: at the person first and then at the session, so never across.
create function accounts.line_up_at_provider(person bytea, sid bytea) returns void
  language plpgsql set search_path = '' as $$
begin
  if person is not null then
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('person of the provider ' || pg_catalog.encode(person, 'hex'), 0));
  end if;
  if sid is not null then
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('session of the provider ' || pg_catalog.encode(sid, 'hex'), 0));
  end if;
end $$;

-- Whether a proof of the provider still counts, from now until the act ends: of a session that it has ended meanwhile none does, of a person it must be younger than her end.
create function accounts.still_in_at_provider(person bytea, sid bytea, said double precision, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  perform accounts.line_up_at_provider(still_in_at_provider.person, still_in_at_provider.sid);
  return not exists (
    select from accounts.logout_token as ended
    where ended.until > moment and (ended.person is null or ended.person = still_in_at_provider.person)
      and (ended.sid = still_in_at_provider.sid or (ended.person is not null and (ended.sid is null or still_in_at_provider.sid is null) and ended.said_at >= said)));
end $$;

create function accounts.came_by_provider(opened uuid, sid bytea) returns void
  language sql security definer set search_path = '' as $$
    update accounts.session set by_provider = true, provider_sid = sid where id = opened
  $$;

create function accounts.start_came_by_provider(started bytea, sid bytea) returns void
  language sql security definer set search_path = '' as $$
    update accounts.started_sign_in set provider_sid = sid where token_hash = started and way = 'provider'
  $$;

-- Ends the waiting: the token is good for one session and no more. No row where it was over, or was ended at this very moment.
drop function accounts.finish_sign_in(bytea, timestamptz);
create function accounts.finish_sign_in(started bytea, moment timestamptz) returns table (by_provider boolean, sid bytea)
  language sql security definer set search_path = '' as $$
    delete from accounts.started_sign_in where token_hash = started and until > moment returning way = 'provider', provider_sid
  $$;

-- Ends what the provider names: one of its sessions, or all of a person. Sessions whose name it never gave end with the person. Null for a token that came before.
create function accounts.end_by_provider(named_by text, named text, who bytea, sid bytea, token bytea, said double precision, good_until timestamptz, moment timestamptz)
  returns table (account uuid, ended int)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  perform accounts.line_up_at_provider(who, end_by_provider.sid);
  delete from accounts.logout_token where mark in (select mark from accounts.logout_token where until < moment for update skip locked);
  insert into accounts.logout_token (mark, until, person, sid, said_at) values (token, good_until, who, end_by_provider.sid, said) on conflict do nothing;
  if not found then
    return;
  end if;
  -- A start that is being finished is waited for; the session that it opened is there for the statement after.
  delete from accounts.started_sign_in as start using accounts.provider_subject as bound
    where start.account = bound.account and bound.issuer = named_by and (named is null or bound.subject = named) and start.way = 'provider'
      and (end_by_provider.sid is null or start.provider_sid = end_by_provider.sid or (start.provider_sid is null and named is not null));
  return query
    with gone as (
      update accounts.session as held set ended_at = moment from accounts.provider_subject as bound
        where held.account = bound.account and bound.issuer = named_by and (named is null or bound.subject = named) and held.by_provider and held.ended_at is null
          and (end_by_provider.sid is null or held.provider_sid = end_by_provider.sid or (held.provider_sid is null and named is not null))
        returning held.account)
    select (select account from gone limit 1), (select count(*)::int from gone);
  -- Where all of her ends, somebody else might sit there: browsers in which she came in through the provider are not known any more (docs/decisions/0034).
  if end_by_provider.sid is null then
    delete from accounts.known_browser as known using accounts.session as held, accounts.provider_subject as bound
      where known.account = bound.account and bound.issuer = named_by and bound.subject = named and held.id = known.session and held.by_provider;
  end if;
end $$;

revoke all on function accounts.line_up_at_provider(bytea, bytea), accounts.still_in_at_provider(bytea, bytea, double precision, timestamptz),
  accounts.came_by_provider(uuid, bytea), accounts.start_came_by_provider(bytea, bytea), accounts.finish_sign_in(bytea, timestamptz),
  accounts.end_by_provider(text, text, bytea, bytea, bytea, double precision, timestamptz, timestamptz) from public;
grant execute on function accounts.still_in_at_provider(bytea, bytea, double precision, timestamptz),
  accounts.came_by_provider(uuid, bytea), accounts.start_came_by_provider(bytea, bytea), accounts.finish_sign_in(bytea, timestamptz),
  accounts.end_by_provider(text, text, bytea, bytea, bytea, double precision, timestamptz, timestamptz) to ariadne_app;
