-- The ground that every module stands on: who is asking, and nothing for anybody by default.

revoke all on schema platform from public;
create schema app;
grant usage on schema app to ariadne_app;
grant usage on schema platform to ariadne_app;

-- The setting of an ended transaction reads as an empty string, not as null: both are nobody.
create function app.account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.account', true), '')::uuid $$;
create function app.office() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.office', true), '')::uuid $$;
create function app.office_kind() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('app.office_kind', true), '') $$;

revoke all on all functions in schema app from public;
grant execute on all functions in schema app to ariadne_app;

-- Forced row security holds for the owner too. Jobs that must see all run as the owner, so each such table lets the owner in.
-- Called after every migration; a table needs nothing but `enable` and `force`.
create function platform.let_the_keeper_see() returns void language plpgsql as $$
declare
  guarded regclass;
begin
  for guarded in
    select oid from pg_class
    where relrowsecurity and relkind in ('r', 'p') and relowner = 'ariadne_migrator'::regrole
      and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'the keeper sees every row')
  loop
    execute format('create policy "the keeper sees every row" on %s to ariadne_migrator using (true) with check (true)', guarded);
  end loop;
end $$;
revoke all on function platform.let_the_keeper_see() from public;
