-- Somebody changes the own password, and hears by mail when how they sign in has changed.

-- Whoever was half-way in with the old password begins anew.
create function accounts.change_password(fresh text, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    update accounts.password set hash = fresh, set_at = moment where account = app.account();
    delete from accounts.started_sign_in where account = app.account();
  $$;

-- In which language a colleague is told, where there is an address; whoever changed something of hers need not see the address.
create function accounts.mail_language_of(person uuid) returns text
  language sql stable security definer set search_path = '' as $$
    select language from accounts.account join accounts.mail_wish on mail_wish.account = account.id where id = person and active
  $$;

revoke all on function accounts.change_password(text, timestamptz), accounts.mail_language_of(uuid) from public;
grant execute on function accounts.change_password(text, timestamptz), accounts.mail_language_of(uuid) to ariadne_app;
