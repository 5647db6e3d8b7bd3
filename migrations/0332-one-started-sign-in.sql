-- A secret for a telephone belongs to the one started sign-in for which it was made. A new start with the same login ends the earlier ones, and no start but its own shows a secret:
-- whoever knew the password as well and waited beside her sees another secret than the one that she takes into her telephone, and hers is the last.

alter table accounts.second_factor add column made_for bytea constraint "only what waits belongs to a sign-in" check (made_for is null or confirmed_at is null);
-- What waits now was shown to whichever sign-in asked: those begin again.
delete from accounts.started_sign_in where needs = 'enrolment';

create or replace function accounts.start_sign_in(asked text, hash bytea, needed text, way text, ends timestamptz, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  delete from accounts.started_sign_in where token_hash in (select token_hash from accounts.started_sign_in where until < moment for update skip locked);
  -- Two starts at once stand in line at the account.
  perform from accounts.account where login = asked and active for update;
  delete from accounts.started_sign_in where account = (select id from accounts.account where login = asked);
  insert into accounts.started_sign_in (token_hash, account, needs, way, until)
    select hash, id, needed, start_sign_in.way, ends from accounts.account where login = asked and active;
  return found;
end $$;

create or replace function accounts.propose_second_factor(started bytea, secret bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if started is not null and not exists (select from accounts.started_sign_in where token_hash = started and needs = 'enrolment') then
    return false;
  end if;
  insert into accounts.second_factor as factor (account, sealed, made_for)
    select holder, secret, started from accounts.factor_holder(started, moment) as holder where holder is not null
    on conflict (account) do update set sealed = excluded.sealed, made_for = excluded.made_for, last_step = 0 where factor.confirmed_at is null;
  return found;
end $$;

-- A secret that waits is nobody's but the start's for which it was made; a session likewise has only its own.
create or replace function accounts.second_factor_for(started bytea, moment timestamptz)
  returns table (login text, name text, needs text, way text, sealed bytea, confirmed_at timestamptz, codes_left int)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.name, sign_in.needs, sign_in.way,
      case when factor.confirmed_at is not null or factor.made_for is not distinct from started then factor.sealed end, factor.confirmed_at,
      (select count(*)::int from accounts.recovery_code as code where code.account = person.id and used_at is null)
    from accounts.account as person
      left join accounts.second_factor as factor on factor.account = person.id
      left join accounts.started_sign_in as sign_in on sign_in.token_hash = started
    where person.id = accounts.factor_holder(started, moment)
  $$;

create or replace function accounts.take_step(started bytea, step bigint, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.second_factor set last_step = step, confirmed_at = coalesce(confirmed_at, moment), made_for = null
    where account = accounts.factor_holder(started, moment) and last_step < step and (confirmed_at is not null or made_for is not distinct from started);
  return found;
end $$;
