-- The file on a person: what it is about without a name, who has to do with it, who she is, what runs and what happened.

create extension if not exists pg_trgm;
create schema cases;
grant usage on schema cases to ariadne_app;

-- The row stays locked until the act ends, so that no number is given twice and none is lost.
create table cases.file_number (
  year int primary key,
  last int not null
);
grant select, insert, update on cases.file_number to ariadne_app;

create table cases.file (
  id uuid primary key,
  reference text not null constraint "a reference is given once" unique,
  opened_on date not null,
  variant text not null,
  -- Cached from the steps, for lists.
  state text not null,
  state_since date not null,
  outcome text,
  holder_office uuid not null,
  sex text not null constraint "a sex is one of the list" check (sex in ('woman', 'man', 'other', 'unknown')),
  is_child boolean not null,
  birth_year int constraint "a birth year is a year" check (birth_year between 1900 and 2200),
  citizenship text constraint "a citizenship is a country code" check (citizenship ~ '^[A-Z]{2}$'),
  language text,
  forms text[] not null default '{}',
  sector text,
  district text,
  -- For whom the file waits, and until when: what the list of waiting files is sorted by.
  waiting_office uuid,
  waiting_because text,
  waiting_subject text,
  waiting_since date,
  due_on date,
  version int not null default 0,
  -- Whoever opens a file writes all of it in the one act; afterwards only its parties see it.
  opened_by uuid not null default app.office(),
  opened_in xid8 not null default pg_current_xact_id(),
  constraint "a state begins after the file is opened" check (state_since >= opened_on),
  constraint "a file waits for somebody since a day and because of something"
    check (num_nulls(waiting_office, waiting_because, waiting_since) in (0, 3))
);
create index "files that wait for an office, the first to end first" on cases.file (waiting_office, due_on, waiting_since, id) where waiting_office is not null;

-- THE table that says who sees which file. Without an account the whole office; with one that person alone.
create table cases.party (
  id bigint generated always as identity primary key,
  file uuid not null references cases.file (id),
  office uuid not null,
  account uuid,
  relation text not null constraint "a relation is one of the list"
    check (relation in ('reporter', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian')),
  -- The kind that an office must be of for the relation to let it see anything; a reporter may be of any kind.
  needs_kind text generated always as (case relation
    when 'centre' then 'reception-centre' when 'former-centre' then 'reception-centre'
    when 'reporter' then null else relation end) stored,
  -- The file's own, here as well so that an office's files are walked in this order along one index.
  opened_on date not null,
  since date not null,
  until date constraint "a relation ends after it begins" check (until >= since)
);
create unique index "a current relation stands once" on cases.party (office, relation, file, account) nulls not distinct where until is null;
create index "files of an office, the latest first" on cases.party (office, opened_on desc, file desc) where until is null;
create index "parties of a file" on cases.party (file, relation) where until is null;

-- Whether the actor's office has one of these relations to the file today. Every policy in every module asks this.
create function cases.sees(asked uuid, relations text[]) returns boolean
  language sql stable parallel safe security definer set search_path = '' as $$
    select exists (
      select from cases.party
      where office = app.office() and file = asked and relation = any (relations) and until is null
        and (account is null or account = app.account())
        and (needs_kind is null or needs_kind = app.office_kind())
    )
  $$;

-- Whether the actor's office opens the file in this very transaction.
create function cases.opens(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from cases.file where id = asked and opened_by = app.office() and opened_in = pg_current_xact_id_if_assigned())
  $$;

alter table cases.file enable row level security;
alter table cases.file force row level security;
create policy "a file is seen by those who accompany, decide or answer" on cases.file for select to ariadne_app
  using (cases.sees(id, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "a file is seen while it is opened" on cases.file for select to ariadne_app
  using (opened_by = app.office() and opened_in = pg_current_xact_id_if_assigned());
create policy "a file is opened in the office's own name" on cases.file for insert to ariadne_app
  with check (opened_by = app.office() and opened_in = pg_current_xact_id_if_assigned());
create policy "a file is changed by those who act in it" on cases.file for update to ariadne_app
  using (cases.sees(id, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(id)) with check (true);
grant select on cases.file to ariadne_app;
grant insert (id, reference, opened_on, variant, state, state_since, outcome, holder_office, sex, is_child, birth_year, citizenship, language, forms,
  sector, district) on cases.file to ariadne_app;
grant update (variant, state, state_since, outcome, holder_office, sex, is_child, birth_year, citizenship, language, forms, sector, district,
  waiting_office, waiting_because, waiting_subject, waiting_since, due_on, version) on cases.file to ariadne_app;

alter table cases.party enable row level security;
alter table cases.party force row level security;
create policy "an office knows its own relations" on cases.party for select to ariadne_app
  using (office = app.office() and (account is null or account = app.account()));
create policy "those who act in a file know each other" on cases.party for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file));
create policy "a reporter knows the centre that was asked" on cases.party for select to ariadne_app
  using (relation = 'centre' and cases.sees(file, array['reporter']));
create policy "who acts in a file brings in others, and a reporter a centre" on cases.party for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file)
    or (relation = 'centre' and cases.sees(file, array['reporter'])));
create policy "who brings in may end" on cases.party for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or (relation = 'centre' and cases.sees(file, array['reporter'])))
  with check (true);
grant select on cases.party to ariadne_app;
grant insert (file, office, account, relation, opened_on, since) on cases.party to ariadne_app;
grant update (until) on cases.party to ariadne_app;

-- Who she is. Apart from the file, so that it can be sealed apart.
create table cases.identity (
  file uuid primary key references cases.file (id),
  given_names text not null default '',
  family_names text not null default '',
  birth_date date,
  birth_precision text not null default 'unknown'
    constraint "a birth date is known to the day, to the year or not at all" check (birth_precision in ('day', 'year', 'unknown')),
  identity_papers text not null default '',
  -- The names without case and accents, in the order of the alphabet.
  found_as text not null default ''
);
create index "names by any beginning" on cases.identity using gin ((' ' || found_as) gin_trgm_ops);
alter table cases.identity enable row level security;
alter table cases.identity force row level security;
create policy "identity is read by those who accompany, decide or answer" on cases.identity for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "identity is written when the file is opened, or by centre and immigration office" on cases.identity for insert to ariadne_app
  with check (cases.opens(file) or cases.sees(file, array['centre', 'immigration-office']));
create policy "identity is changed by centre and immigration office" on cases.identity for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office']));
grant select, insert, update on cases.identity to ariadne_app;

-- Comparing text is not leakproof, so that under row security no index of names would serve; here who may see is asked by hand.
create function cases.files_by_name(longest text, every text[], most int) returns setof uuid
  language sql stable security definer set search_path = '' as $$
    select identity.file from cases.identity
    where ' ' || identity.found_as like longest and ' ' || identity.found_as like all (every)
      and cases.sees(identity.file, array['centre', 'immigration-office', 'magistrate', 'guardian'])
    order by identity.found_as, identity.file limit most
  $$;

create table cases.safe_contact (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references cases.file (id),
  channel text not null constraint "a channel is one of the list"
    check (channel in ('call', 'text-message', 'letter', 'mail', 'through-somebody', 'in-person')),
  value text not null,
  is_safe boolean not null,
  note text not null default '',
  ended_on date
);
create unique index "one present contact for each channel" on cases.safe_contact (file, channel) where ended_on is null;
alter table cases.safe_contact enable row level security;
alter table cases.safe_contact force row level security;
create policy "safe contact is read by centre and guardian" on cases.safe_contact for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian']));
create policy "safe contact is written by the centre" on cases.safe_contact for insert to ariadne_app with check (cases.sees(file, array['centre']));
create policy "safe contact is ended by the centre" on cases.safe_contact for update to ariadne_app using (cases.sees(file, array['centre']));
grant select, insert on cases.safe_contact to ariadne_app;
grant update (ended_on) on cases.safe_contact to ariadne_app;

-- A legal period that runs: kept equal to the procedure, or opened and closed by a referral.
create table cases.clock (
  id uuid primary key,
  file uuid not null references cases.file (id),
  key text not null,
  subject text not null,
  owner_office uuid constraint "a clock has an owner" check (owner_office is not null),
  starts_on date not null,
  ends_on date not null constraint "a clock ends after it starts" check (ends_on >= starts_on),
  counted jsonb not null,
  law text[] not null default '{}',
  warnings int[] not null default '{}',
  suspended_since date,
  acknowledged_on date,
  acknowledged_by uuid,
  closed_on date constraint "a clock is closed after it starts" check (closed_on >= starts_on)
);
create unique index "a clock runs once" on cases.clock (file, key, subject, starts_on) where closed_on is null;
create index "open clocks of an owner, the first to end first" on cases.clock (owner_office, ends_on) where closed_on is null;
create index "open clocks by end" on cases.clock (ends_on) where closed_on is null;
create index "clocks of a file" on cases.clock (file);
alter table cases.clock enable row level security;
alter table cases.clock force row level security;
create policy "a clock is seen by its owner and by those who act in the file" on cases.clock for select to ariadne_app
  using (owner_office = app.office() or cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['reporter'])));
create policy "a clock is started by those who act in the file, a referral's by its reporter" on cases.clock for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['reporter'])));
create policy "a clock is moved by its owner and by those who act in the file" on cases.clock for update to ariadne_app
  using (owner_office = app.office() or cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['reporter'])))
  with check (true);
grant select, insert on cases.clock to ariadne_app;
grant update (owner_office, ends_on, counted, law, warnings, suspended_since, acknowledged_on, acknowledged_by, closed_on) on cases.clock to ariadne_app;

-- What was said about a clock, to whom; the rounds write it.
create table cases.notice (
  id bigint generated always as identity primary key,
  clock uuid not null references cases.clock (id),
  key text not null,
  kind text not null constraint "a notice warns, says due or late, or escalates"
    check (kind in ('warning', 'due', 'late', 'escalate-to-superior', 'escalate-to-coordination')),
  to_office uuid not null,
  given_on date not null,
  constraint "a notice is given once" unique (clock, key)
);
create index "escalated to coordination" on cases.notice (clock) where kind = 'escalate-to-coordination';
alter table cases.notice enable row level security;
alter table cases.notice force row level security;
create policy "a notice is read by whom it was given to" on cases.notice for select to ariadne_app using (to_office = app.office());
grant select on cases.notice to ariadne_app;

-- Coordination hears of a clock that everybody let pass: which, whose, until when; nothing of the person.
create function cases.escalated_clocks() returns table (reference text, key text, office uuid, ends_on date)
  language sql stable security definer set search_path = '' as $$
    select file.reference, clock.key, clock.owner_office, clock.ends_on
    from cases.notice join cases.clock on clock.id = notice.clock join cases.file on file.id = clock.file
    where notice.kind = 'escalate-to-coordination' and app.office_kind() = 'coordination'
      and clock.closed_on is null and clock.suspended_since is null
      -- Said of the present end, not of one that has since been moved.
      and right(notice.key, 10) = clock.ends_on::text
    order by clock.ends_on, file.reference
  $$;

create table cases.timeline (
  id bigint generated always as identity primary key,
  file uuid not null references cases.file (id),
  on_day date not null,
  at timestamptz not null,
  kind text not null,
  words text not null,
  gaps jsonb not null default '{}',
  law text[] not null default '{}',
  office uuid not null,
  account uuid not null default app.account()
);
create index "timeline of a file" on cases.timeline (file, on_day, id);
alter table cases.timeline enable row level security;
alter table cases.timeline force row level security;
create policy "the timeline is read by those who accompany, decide or answer" on cases.timeline for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "what happened is told in one's own name" on cases.timeline for insert to ariadne_app
  with check (account = app.account() and office = app.office()
    and (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian', 'reporter']) or cases.opens(file)));
-- What happened is never changed and never taken back: no update, no delete.
grant select on cases.timeline to ariadne_app;
grant insert (file, on_day, at, kind, words, gaps, law, office) on cases.timeline to ariadne_app;

create table cases.task (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references cases.file (id),
  office uuid not null,
  what text not null,
  due_on date,
  done_on date
);
create index "tasks of a file" on cases.task (file, office);
alter table cases.task enable row level security;
alter table cases.task force row level security;
create policy "a task belongs to the office that added it" on cases.task to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
grant select, insert on cases.task to ariadne_app;
grant update (done_on) on cases.task to ariadne_app;

create table cases.saved_view (
  id uuid primary key default gen_random_uuid(),
  account uuid not null,
  name text not null,
  query text not null,
  constraint "a view's name is used once" unique (account, name)
);
alter table cases.saved_view enable row level security;
alter table cases.saved_view force row level security;
create policy "a view belongs to who saved it" on cases.saved_view to ariadne_app using (account = app.account());
grant select, insert, update, delete on cases.saved_view to ariadne_app;

revoke all on all functions in schema cases from public;
grant execute on all functions in schema cases to ariadne_app;

-- What the lists show of a file is worked out from its steps and written with them, also by a detector who may not read the file.
create function cases.keep_state(asked uuid, new_state text, since date, new_variant text, child boolean, new_outcome text,
    for_office uuid, because text, subject text, waits_since date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'immigration-office', 'magistrate', 'guardian', 'reporter']) then
    raise exception 'the file is not this office''s to move';
  end if;
  update cases.file set state = new_state, state_since = since, variant = new_variant, is_child = child, outcome = new_outcome,
    waiting_office = for_office, waiting_because = because, waiting_subject = subject, waiting_since = waits_since,
    due_on = (select min(clock.ends_on) from cases.clock where clock.file = asked and clock.closed_on is null)
  where id = asked;
end $$;
revoke all on function cases.keep_state(uuid, text, date, text, boolean, text, uuid, text, text, date) from public;
grant execute on function cases.keep_state(uuid, text, date, text, boolean, text, uuid, text, text, date) to ariadne_app;

-- Hands a file that waits for an answer to another office, which has to act from now on.
create function cases.hand_over(asked uuid, to_office uuid, on_day date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'reporter']) then
    raise exception 'the file is not this office''s to hand over';
  end if;
  update cases.file set holder_office = to_office, waiting_office = to_office, waiting_since = on_day,
    due_on = (select min(clock.ends_on) from cases.clock where clock.file = asked and clock.closed_on is null)
  where id = asked;
end $$;
revoke all on function cases.hand_over(uuid, uuid, date) from public;
grant execute on function cases.hand_over(uuid, uuid, date) to ariadne_app;
