-- Where somebody has a passkey, a password alone must not set up another second factor: a thief of the password would set up the own telephone.
-- In plpgsql, since the table of passkeys is made by a later migration.

drop function accounts.factors_of(text);
create function accounts.factors_of(asked text) returns table (office_kind text, has_code boolean, has_passkey boolean)
  language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select office.kind, exists (select from accounts.second_factor where account = person.id and confirmed_at is not null),
      exists (select from accounts.passkey where passkey.account = person.id)
    from accounts.account as person join accounts.office on office.id = person.office
    where person.login = asked and person.active;
end $$;
revoke all on function accounts.factors_of(text) from public;
grant execute on function accounts.factors_of(text) to ariadne_app;
