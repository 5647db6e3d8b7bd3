-- The moment up to which each account had looked at its first page, and how much is new there since.

create table accounts.looked (
  account uuid primary key references accounts.account (id),
  -- The last look, and the last look of the visit before: what is new stays new for as long as a visit lasts.
  at timestamptz not null,
  before timestamptz
);
alter table accounts.looked enable row level security;
alter table accounts.looked force row level security;
create policy "when somebody looked is her own" on accounts.looked for select to ariadne_app using (account = app.account());
grant select on accounts.looked to ariadne_app;

-- Since when a file waits for whom it waits for, and for what; kept here, so that no way of moving a file forgets it.
alter table cases.file add column waits_from timestamptz;
create index "files that wait for an office, the newest" on cases.file (waiting_office, waits_from) where waits_from is not null;
create function cases.note_waiting() returns trigger language plpgsql set search_path = '' as $$
begin
  new.waits_from := case when new.waiting_office is not null then app.now() end;
  return new;
end $$;
create trigger "a file that waits for something else waits anew" before update on cases.file for each row
  when ((old.waiting_office, old.waiting_because, old.waiting_subject) is distinct from (new.waiting_office, new.waiting_because, new.waiting_subject))
  execute function cases.note_waiting();

-- When coordination was told; of notices from before nobody knows.
alter table cases.notice add column given_at timestamptz;
alter table cases.notice alter column given_at set default now();

-- Notes that the actor looks, and counts up to a bound what came to her first page after her visit before this one. A visit is over
-- after half an hour, as a session is. Whoever looks for the first time is told of no number. Numbers that are published have none either:
-- a count of the last days, taken out of the count of the year, would show what the tables hide.
create function accounts.news(most int) returns table (since timestamptz, fresh int)
  language plpgsql security definer set search_path = '' as $$
declare
  moment constant timestamptz := app.now();
  me constant uuid := app.account();
  mine constant uuid := app.office();
  looked accounts.looked;
begin
  select * into looked from accounts.looked where account = me;
  if me is not null and (looked.at is null or looked.at < moment - interval '1 minute') then
    insert into accounts.looked as held (account, at) values (me, moment)
      on conflict (account) do update set at = moment, before = case when held.at < moment - interval '30 minutes' then held.at else held.before end
      returning * into looked;
  end if;
  since := looked.before;
  fresh := case when since is null then 0 else (case app.office_kind()
    when 'first-line' then (select count(*) from (select from referral.event join referral.referral on referral.id = event.referral
      where referral.from_office = mine and event.office <> mine and event.at > since limit most) as counted)
    when 'coordination' then (select count(*) from (select from cases.notice join cases.clock on clock.id = notice.clock
      where notice.kind = 'escalate-to-coordination' and clock.closed_on is null and clock.suspended_since is null
        and right(notice.key, 10) = clock.ends_on::text and notice.given_at > since limit most) as counted)
    when 'administration' then (select count(*) from (select from accounts.account where created_at > since and id <> me limit most) as counted)
    when 'data-protection' then (select count(*) from (select from (
      select line.at, line.account from audit.line order by line.number desc limit most) as late where late.at > since and late.account is distinct from me) as counted)
    when 'rapporteur' then 0
    when 'analysis-centre' then 0
    else (select count(*) from (select from cases.file where file.waiting_office = mine and file.waits_from > since
      and (not file.guarded or cases.sees(file.id, array['centre', 'guardian', 'immigration-office', 'magistrate'])) limit most) as counted)
  end) end;
  return next;
end $$;
revoke all on function accounts.news(int), cases.note_waiting() from public;
grant execute on function accounts.news(int) to ariadne_app;
