-- A clock that its owner lets run out is told to a person by name: the superior in the owner's office. Where an office has none,
-- coordination is told at once, and told why.

alter table cases.notice add column to_account uuid;
alter table cases.notice add column seen_on date;
-- The office has nobody who leads it, so that coordination heard before its day.
alter table cases.notice add column without_superior boolean not null default false;
alter table cases.notice add constraint "only a superior is told by name" check (to_account is null or kind = 'escalate-to-superior');
create index "told to a superior" on cases.notice (to_account) where to_account is not null;

grant update (lead) on accounts.account to ariadne_app;

-- What the person who asks is told as superior: which clock of her office is late, since when; nothing of whom it is about.
-- Told of the present end, not of one that has since been moved, and for as long as the clock runs.
create function cases.told_to_superior() returns table (notice bigint, reference text, key text, office uuid, ends_on date, told_on date, seen_on date)
  language sql stable security definer set search_path = '' as $$
    select notice.id, file.reference, clock.key, clock.owner_office, clock.ends_on, notice.given_on, notice.seen_on
    from cases.notice join cases.clock on clock.id = notice.clock join cases.file on file.id = clock.file
    where notice.to_account = app.account() and clock.owner_office = app.office()
      and clock.closed_on is null and clock.suspended_since is null and right(notice.key, 10) = clock.ends_on::text
  $$;

-- The superior has seen it. Her office still has to act, and coordination still hears if it does not.
create function cases.see_as_superior(asked bigint, on_day date) returns text
  language sql security definer set search_path = '' as $$
    update cases.notice set seen_on = coalesce(seen_on, on_day) where id = asked and to_account = app.account()
      and exists (select from cases.told_to_superior() as told where told.notice = asked)
    returning (select told.reference from cases.told_to_superior() as told where told.notice = asked)
  $$;

drop function cases.escalated_clocks();
create function cases.escalated_clocks() returns table (reference text, key text, office uuid, ends_on date, without_superior boolean)
  language sql stable security definer set search_path = '' as $$
    select file.reference, clock.key, clock.owner_office, clock.ends_on, notice.without_superior
    from cases.notice join cases.clock on clock.id = notice.clock join cases.file on file.id = clock.file
    where notice.kind = 'escalate-to-coordination' and app.office_kind() = 'coordination'
      and clock.closed_on is null and clock.suspended_since is null
      and right(notice.key, 10) = clock.ends_on::text
    order by clock.ends_on, file.reference
  $$;

revoke all on function cases.told_to_superior(), cases.see_as_superior(bigint, date), cases.escalated_clocks() from public;
grant execute on function cases.told_to_superior(), cases.see_as_superior(bigint, date), cases.escalated_clocks() to ariadne_app;
