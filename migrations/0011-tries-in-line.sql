-- Tries at two logins that both have old rows could each wait for the other. Now a try first takes its own place in the line,
-- and the old rows that it then clears away are only those that nobody holds.

create or replace function accounts.begin_try(asked text, moment timestamptz) returns timestamptz
  language plpgsql security definer set search_path = '' as $$
declare
  counted accounts.wrong_try;
begin
  insert into accounts.wrong_try (login, tries, last_at) values (asked, 0, moment) on conflict (login) do nothing;
  select * into counted from accounts.wrong_try where login = asked for update;
  -- The one before in the line has signed in and taken its row along: begin anew.
  if counted.login is null then
    return accounts.begin_try(asked, moment);
  end if;
  delete from accounts.wrong_try where login in (
    select login from accounts.wrong_try where last_at < moment - interval '1 day' and login <> asked for update skip locked
  );
  if counted.wait_until > moment then
    return counted.wait_until;
  end if;
  update accounts.wrong_try set tries = counted.tries + 1, last_at = moment,
    wait_until = case when counted.tries >= 4 then moment + least(interval '1 hour', interval '1 minute' * power(2, least(counted.tries - 4, 10))) end
    where login = asked;
  return null;
end $$;
