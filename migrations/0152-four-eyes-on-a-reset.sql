-- Whether an account opens to anything yet: inviting somebody anew who never came in takes nothing over.
create function accounts.can_sign_in(person uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from accounts.account where id = person and (office = app.office() or app.office_kind() = 'administration'))
      and (exists (select from accounts.password where account = person) or exists (select from accounts.second_factor where account = person and confirmed_at is not null)
        or exists (select from accounts.passkey where account = person) or exists (select from accounts.provider_subject where account = person))
  $$;
revoke all on function accounts.can_sign_in(uuid) from public;
grant execute on function accounts.can_sign_in(uuid) to ariadne_app;
