-- The provider of identities says that somebody has signed out there, or is to: what was opened through it ends here at that moment (OpenID Connect Back-Channel Logout 1.0).

alter table accounts.session
  add column by_provider boolean not null default false,
  -- A hash of the provider's own name for its session, where it gives one.
  add column provider_sid bytea constraint "only the provider's sessions have its name" check (provider_sid is null or by_provider);
create index "sessions through the provider" on accounts.session (account) where by_provider and ended_at is null;
alter table accounts.started_sign_in add column provider_sid bytea;
-- What was opened through it before is known by its way; with a code of ours after it, by nothing.
update accounts.session set by_provider = true where way = 'provider';

-- Each token of the provider ends something once: under which name it came, until it is over by itself.
create table accounts.logout_token (
  mark bytea primary key,
  until timestamptz not null
);
create index "logout tokens by age" on accounts.logout_token (until);
alter table accounts.logout_token enable row level security;
alter table accounts.logout_token force row level security;

create function accounts.came_by_provider(opened uuid, sid bytea) returns void
  language sql security definer set search_path = '' as $$
    update accounts.session set by_provider = true, provider_sid = sid where id = opened
  $$;

create function accounts.start_came_by_provider(started bytea, sid bytea) returns void
  language sql security definer set search_path = '' as $$
    update accounts.started_sign_in set provider_sid = sid where token_hash = started and way = 'provider'
  $$;

create function accounts.provider_of_start(started bytea, moment timestamptz) returns table (sid bytea)
  language sql stable security definer set search_path = '' as $$
    select provider_sid from accounts.started_sign_in where token_hash = started and way = 'provider' and until > moment
  $$;

-- Ends what the provider names: one of its sessions, or all of a person. Sessions whose name it never gave end with the person. Null for a token that came before.
create function accounts.end_by_provider(named_by text, named text, sid bytea, token bytea, good_until timestamptz, moment timestamptz) returns table (account uuid, ended int)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  delete from accounts.logout_token where mark in (select mark from accounts.logout_token where until < moment for update skip locked);
  insert into accounts.logout_token (mark, until) values (token, good_until) on conflict do nothing;
  if not found then
    return;
  end if;
  delete from accounts.started_sign_in as start using accounts.provider_subject as bound
    where start.account = bound.account and bound.issuer = named_by and (named is null or bound.subject = named) and start.way = 'provider'
      and (sid is null or start.provider_sid = sid or (start.provider_sid is null and named is not null));
  return query
    with gone as (
      update accounts.session as held set ended_at = moment from accounts.provider_subject as bound
        where held.account = bound.account and bound.issuer = named_by and (named is null or bound.subject = named) and held.by_provider and held.ended_at is null
          and (sid is null or held.provider_sid = sid or (held.provider_sid is null and named is not null))
        returning held.account)
    select (select account from gone limit 1), (select count(*)::int from gone);
end $$;

revoke all on function accounts.came_by_provider(uuid, bytea), accounts.start_came_by_provider(bytea, bytea), accounts.provider_of_start(bytea, timestamptz),
  accounts.end_by_provider(text, text, bytea, bytea, timestamptz, timestamptz) from public;
grant execute on function accounts.came_by_provider(uuid, bytea), accounts.start_came_by_provider(bytea, bytea), accounts.provider_of_start(bytea, timestamptz),
  accounts.end_by_provider(text, text, bytea, bytea, timestamptz, timestamptz) to ariadne_app;
