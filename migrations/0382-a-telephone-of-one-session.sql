-- A secret for a telephone that is set up from inside belongs to the session that made it, as one that is set up at the sign-in belongs to that sign-in: a thief in another
-- session of the same person neither sees hers nor has his own taken for it. What waits now was anybody's, and is made anew.

delete from accounts.second_factor where confirmed_at is null and made_for is null;
alter table accounts.second_factor add constraint "what waits belongs to a sign-in or a session" check (confirmed_at is not null or made_for is not null);
alter table accounts.second_factor rename constraint "only what waits belongs to a sign-in" to "only what waits belongs to a sign-in or a session";

drop function accounts.propose_second_factor(bytea, bytea, timestamptz), accounts.second_factor_for(bytea, timestamptz), accounts.take_step(bytea, bigint, timestamptz);

-- What it is made for: the token of a started sign-in as a hash, else the session of whoever acts, which keeps its name when its token changes.
create function accounts.bond(started bytea, of_session uuid) returns bytea
  language sql immutable parallel safe set search_path = '' as $$ select coalesce(started, uuid_send(of_session)) $$;

create function accounts.propose_second_factor(started bytea, of_session uuid, secret bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if started is not null and not exists (select from accounts.started_sign_in where token_hash = started and needs = 'enrolment') then
    return false;
  end if;
  insert into accounts.second_factor as factor (account, sealed, made_for)
    select holder, secret, accounts.bond(started, of_session) from accounts.factor_holder(started, moment) as holder where holder is not null
    on conflict (account) do update set sealed = excluded.sealed, made_for = excluded.made_for, last_step = 0 where factor.confirmed_at is null;
  return found;
end $$;

create function accounts.second_factor_for(started bytea, of_session uuid, moment timestamptz)
  returns table (login text, name text, needs text, way text, sealed bytea, confirmed_at timestamptz, codes_left int)
  language sql stable security definer set search_path = '' as $$
    select person.login, person.name, sign_in.needs, sign_in.way,
      case when factor.confirmed_at is not null or factor.made_for = accounts.bond(started, of_session) then factor.sealed end, factor.confirmed_at,
      (select count(*)::int from accounts.recovery_code as code where code.account = person.id and used_at is null)
    from accounts.account as person
      left join accounts.second_factor as factor on factor.account = person.id
      left join accounts.started_sign_in as sign_in on sign_in.token_hash = started
    where person.id = accounts.factor_holder(started, moment)
  $$;

create function accounts.take_step(started bytea, of_session uuid, step bigint, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.second_factor set last_step = step, confirmed_at = coalesce(confirmed_at, moment), made_for = null
    where account = accounts.factor_holder(started, moment) and last_step < step and (confirmed_at is not null or made_for = accounts.bond(started, of_session));
  return found;
end $$;

revoke all on function accounts.bond(bytea, uuid), accounts.propose_second_factor(bytea, uuid, bytea, timestamptz), accounts.second_factor_for(bytea, uuid, timestamptz),
  accounts.take_step(bytea, uuid, bigint, timestamptz) from public;
grant execute on function accounts.propose_second_factor(bytea, uuid, bytea, timestamptz), accounts.second_factor_for(bytea, uuid, timestamptz),
  accounts.take_step(bytea, uuid, bigint, timestamptz) to ariadne_app;
