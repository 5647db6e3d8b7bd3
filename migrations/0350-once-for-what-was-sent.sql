-- A token of a form or a key of a program is for one act of one account with what was sent, known by a keyed hash. The kept answer is given
-- to whoever still stands where she stood when the act was done. What was sent before this version has no hash and is taken as something else.

alter table platform.once
  drop constraint once_pkey,
  add column mark bytea,
  add column file uuid,
  add column standing text[] not null default '{}',
  add constraint "a token is claimed once by an account for an act" primary key (account, route, token);

-- As what whoever acts stands in a file at this moment; nothing of it may have been lost when an answer is given again.
create function app.standing_in(asked uuid) returns text[] language sql stable security definer set search_path = '' as $$
  select case when asked is null then '{}'::text[] else
    coalesce((select array_agg(distinct relation) from cases.party where file = asked and office = app.office() and until is null and cases.sees(asked, array[relation])), '{}')
    || case when cases.in_care_team(asked) then array['care-team'] else '{}' end
    || case when exists (select from access.conflict where file = asked and account in (app.account(), app.stands_for()) and ended_at is null) then '{}' else array['not-shut-out'] end
  end
$$;
revoke all on function app.standing_in(uuid) from public;
grant execute on function app.standing_in(uuid) to ariadne_app;
