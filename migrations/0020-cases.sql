-- The file on a person: what it is about without a name, who has to do with it, who she is, what runs and what happened.

create extension if not exists pg_trgm;
create schema cases;
grant usage on schema cases to ariadne_app;

create table cases.file (
  id uuid primary key,
  reference text not null constraint "a reference is given once" unique,
  opened_on date not null,
  variant text not null,
  -- Cached from the steps, for lists.
  state text not null,
  state_since date not null,
  outcome text,
  language text,
  citizenship text constraint "a citizenship is a country code" check (citizenship ~ '^[A-Z]{2}$'),
  sex text not null constraint "a sex is female, male, other or unknown" check (sex in ('female', 'male', 'other', 'unknown')),
  birth_year int constraint "a birth year is a year" check (birth_year between 1900 and 2200),
  is_child boolean not null,
  forms text[] not null default '{}',
  sector text,
  district text,
  holder_office uuid not null,
  opened_by uuid not null,
  -- A sealed file is kept and read, and no longer changed.
  sealed boolean not null default false,
  version int not null default 1,
  constraint "a state begins after the file is opened" check (state_since >= opened_on)
);
create index "files by state" on cases.file (state, opened_on);

-- A number may be lost with an act that is undone; two files never get the same, and nobody waits for another's act.
create function cases.next_number(country text, year int) returns text
  language plpgsql security definer set search_path = '' as $$
declare
  counter text := format('cases.number_of_%s', year);
begin
  if year not between 1900 and 2200 then
    raise exception 'no file is opened in the year %', year;
  end if;
  if to_regclass(counter) is null then
    perform pg_advisory_xact_lock(20261123, year);
    execute format('create sequence if not exists %s', counter);
  end if;
  return format('%s-%s-%s', upper(country), year, lpad(n::text, greatest(4, length(n::text)), '0')) from nextval(counter) as n;
end $$;

-- THE table that says who sees which file. Without an account the whole office; with one that person alone.
create table cases.party (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references cases.file (id),
  office uuid not null,
  account uuid,
  relation text not null constraint "a relation is one of the list"
    check (relation in ('reporter', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian')),
  -- The kind that an office must be of for the relation to let it see anything; a reporter may be of any kind.
  needs_kind text generated always as (case relation
    when 'centre' then 'reception-centre' when 'former-centre' then 'reception-centre'
    when 'reporter' then null else relation end) stored,
  since date not null,
  until date constraint "a relation ends after it begins" check (until >= since),
  recorded_by uuid default app.account()
);
create unique index "a current relation stands once" on cases.party (office, relation, file, account) nulls not distinct where until is null;
create index "files of an office, the latest first" on cases.party (office, since desc, file) where until is null;
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

-- Whether the actor's office has just opened the file, so that nobody has to do with it yet.
create function cases.opens(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (select from cases.file where id = asked and opened_by = app.office())
      and not exists (select from cases.party where file = asked)
  $$;

-- All that a reporter or a former centre may know: that the file exists and where it stands.
create function cases.status_of(asked uuid) returns table (reference text, state text, since date)
  language sql stable security definer set search_path = '' as $$
    select file.reference, file.state, file.state_since from cases.file
    where file.id = asked
      and cases.sees(asked, array['reporter', 'former-centre', 'centre', 'immigration-office', 'magistrate', 'guardian'])
  $$;

alter table cases.file enable row level security;
alter table cases.file force row level security;
-- Written out rather than asked of `cases.sees`, so that the planner may choose between looking up one file and hashing an office's.
create policy "a file is seen by those who accompany, decide or answer" on cases.file for select to ariadne_app
  using (exists (
    select from cases.party
    where party.file = file.id and party.office = app.office() and party.until is null
      and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian')
      and party.needs_kind = app.office_kind() and (party.account is null or party.account = app.account())
  ));
create policy "a file is opened in the office's own name" on cases.file for insert to ariadne_app with check (opened_by = app.office());
create policy "a file is changed by those who act in it" on cases.file for update to ariadne_app
  using (not sealed and cases.sees(id, array['centre', 'immigration-office', 'magistrate', 'guardian']));
grant select, insert on cases.file to ariadne_app;
grant update (variant, state, state_since, outcome, language, citizenship, sex, birth_year, is_child, forms, sector, district, holder_office, version)
  on cases.file to ariadne_app;

alter table cases.party enable row level security;
alter table cases.party force row level security;
create policy "an office knows its own relations" on cases.party for select to ariadne_app using (office = app.office());
create policy "those who act in a file know each other" on cases.party for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "who acts in a file brings in others" on cases.party for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) or cases.opens(file));
create policy "who acts in a file ends a relation" on cases.party for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian'])) with check (true);
grant select on cases.party to ariadne_app;
grant insert (id, file, office, account, relation, since) on cases.party to ariadne_app;
grant update (until) on cases.party to ariadne_app;

-- Who she is. Apart from the file, so that it can be sealed apart.
create table cases.identity (
  file uuid primary key references cases.file (id),
  given_names text not null default '',
  family_names text not null default '',
  other_names text not null default '',
  birth_date date,
  birth_precision text not null default 'unknown'
    constraint "a birth date is known to the day, month, year, estimated or not at all" check (birth_precision in ('day', 'month', 'year', 'estimated', 'unknown')),
  documents jsonb not null default '[]',
  -- The names without case and accents, each word after a space.
  searched text not null default '',
  version int not null default 1,
  changed_at timestamptz,
  changed_by text,
  changed_fields text[] not null default '{}',
  constraint "a birth date has a precision" check ((birth_date is null) = (birth_precision = 'unknown'))
);
create index "names by any part" on cases.identity using gin (searched gin_trgm_ops);
alter table cases.identity enable row level security;
alter table cases.identity force row level security;
create policy "identity is read by those who accompany, decide or answer" on cases.identity for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "identity is written by centre and immigration office" on cases.identity for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'immigration-office']));
create policy "identity is changed by centre and immigration office" on cases.identity for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office']));
grant select, insert, update on cases.identity to ariadne_app;

-- Comparing names is not leakproof, so that under row security no index would serve; here the actor's own files are asked for by hand.
create function cases.files_by_name(longest text, every text[], most int) returns table (file uuid)
  language sql stable security definer set search_path = '' as $$
    select identity.file from cases.identity
    where identity.searched like longest and identity.searched like all (every)
      and cases.sees(identity.file, array['centre', 'immigration-office', 'magistrate', 'guardian'])
    order by identity.searched, identity.file limit most
  $$;

create table cases.safe_contact (
  id uuid primary key,
  file uuid not null references cases.file (id),
  channel text not null constraint "a channel is one of the list" check (channel in ('phone', 'message', 'email', 'address', 'through-someone')),
  value text not null,
  is_safe boolean not null,
  hours text not null default '',
  words_to_use text not null default '',
  language text,
  version int not null default 1,
  changed_at timestamptz not null,
  changed_by text not null,
  changed_fields text[] not null default '{}',
  ended_on date
);
create index "contacts of a file" on cases.safe_contact (file);
alter table cases.safe_contact enable row level security;
alter table cases.safe_contact force row level security;
create policy "safe contact is read by centre and guardian" on cases.safe_contact for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian']));
create policy "safe contact is written by the centre" on cases.safe_contact for insert to ariadne_app with check (cases.sees(file, array['centre']));
create policy "safe contact is changed by the centre" on cases.safe_contact for update to ariadne_app using (cases.sees(file, array['centre']));
grant select, insert, update on cases.safe_contact to ariadne_app;

create table cases.consent (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references cases.file (id),
  purpose text not null,
  recipient text not null,
  given_how text not null constraint "consent is given in writing, aloud or by a guardian" check (given_how in ('written', 'spoken', 'guardian')),
  given_from date not null,
  given_until date constraint "consent ends after it begins" check (given_until >= given_from),
  withdrawn_on date constraint "consent is withdrawn after it is given" check (withdrawn_on >= given_from),
  recorded_by uuid not null default app.account()
);
create index "consents of a file" on cases.consent (file);
alter table cases.consent enable row level security;
alter table cases.consent force row level security;
create policy "consent is read by centre and guardian" on cases.consent for select to ariadne_app using (cases.sees(file, array['centre', 'guardian']));
create policy "consent is written by the centre" on cases.consent for insert to ariadne_app with check (cases.sees(file, array['centre']));
create policy "consent is withdrawn through the centre" on cases.consent for update to ariadne_app using (cases.sees(file, array['centre']));
grant select, insert on cases.consent to ariadne_app;
grant update (given_until, withdrawn_on) on cases.consent to ariadne_app;

-- A legal period that runs. The steps of a procedure, a referral or another subject open and close it.
create table cases.clock (
  id uuid primary key default gen_random_uuid(),
  file uuid references cases.file (id),
  subject_kind text not null,
  subject text not null,
  key text not null,
  -- Whose words name it: a wordbook and key such as `referral:clock.answer`; without it, the pack's period of that key.
  label_key text,
  -- What a reader is shown instead of a file's reference where there is no file yet.
  shown_as text,
  owner_office uuid constraint "an open clock has an owner" check (owner_office is not null),
  owner_account uuid,
  -- The office that waits for the owner to act, such as the one that asked.
  awaited_by uuid,
  superior_office uuid,
  superior_account uuid,
  opened_by uuid default app.office(),
  starts_on date not null,
  ends_on date not null constraint "a clock ends after it starts" check (ends_on >= starts_on),
  counted jsonb not null default '{}',
  law text[] not null default '{}',
  warnings int[] not null default '{}',
  suspended_since date,
  acknowledged_on date,
  acknowledged_by uuid,
  closed_on date,
  closed_by uuid
);
create unique index "a clock runs once" on cases.clock (file, subject_kind, subject, key, starts_on) nulls not distinct where closed_on is null;
create index "open clocks of an owner, the first to end first" on cases.clock (owner_office, ends_on, id) where closed_on is null;
create index "open clocks that an office awaits" on cases.clock (awaited_by, ends_on, id) where closed_on is null and awaited_by is not null;
create index "open clocks by end" on cases.clock (ends_on, id) where closed_on is null;
create index "clocks of a file" on cases.clock (file);
create index "clocks of a subject" on cases.clock (subject_kind, subject);
alter table cases.clock enable row level security;
alter table cases.clock force row level security;
create policy "a clock is seen by its owner, by who awaits it and by those in the file" on cases.clock for select to ariadne_app
  using ((owner_office = app.office() and (owner_account is null or owner_account = app.account()))
    or awaited_by = app.office()
    or (superior_office = app.office() and (superior_account is null or superior_account = app.account()))
    or (file is null and opened_by = app.office())
    or cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "a clock is opened by who acts in the file, or before there is one" on cases.clock for insert to ariadne_app
  with check (opened_by = app.office() and (file is null or cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian'])));
create policy "a clock is moved by who acts in the file, or by owner and opener before there is one" on cases.clock for update to ariadne_app
  using (case when file is null then owner_office = app.office() or opened_by = app.office()
    else owner_office = app.office() or cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']) end)
  with check (true);
grant select, insert on cases.clock to ariadne_app;
grant update (label_key, owner_office, owner_account, awaited_by, superior_office, superior_account, ends_on, counted, law, warnings,
  suspended_since, acknowledged_on, acknowledged_by, closed_on, closed_by) on cases.clock to ariadne_app;

create table cases.clock_notice (
  id uuid primary key default gen_random_uuid(),
  clock uuid not null references cases.clock (id),
  level text not null,
  kind text not null constraint "a notice warns, says due or late, or escalates"
    check (kind in ('warning', 'due', 'late', 'escalate-to-superior', 'escalate-to-coordination')),
  days int not null,
  given_on date not null,
  -- Without an office it goes to coordination.
  to_office uuid,
  to_account uuid,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  constraint "a notice is given once" unique (clock, level)
);
create index "notices to an office" on cases.clock_notice (to_office) where acknowledged_at is null;
create index "clocks escalated to coordination" on cases.clock_notice (clock) where kind = 'escalate-to-coordination';
alter table cases.clock_notice enable row level security;
alter table cases.clock_notice force row level security;
create policy "a notice is read by whom it was given to" on cases.clock_notice for select to ariadne_app
  using (to_office = app.office() and (to_account is null or to_account = app.account()));
create policy "a notice is acknowledged by whom it was given to" on cases.clock_notice for update to ariadne_app
  using (to_office = app.office() and (to_account is null or to_account = app.account()));
grant select on cases.clock_notice to ariadne_app;
grant update (acknowledged_at, acknowledged_by) on cases.clock_notice to ariadne_app;

-- Coordination hears of a clock that everybody let pass: which, whose, since when; nothing of the person.
create function cases.escalated_clocks(today date)
  returns table (clock uuid, reference text, key text, label_key text, law text[], office uuid, starts_on date, ends_on date)
  language sql stable security definer set search_path = '' as $$
    select clock.id, coalesce(file.reference, clock.shown_as), clock.key, clock.label_key, clock.law, clock.owner_office, clock.starts_on, clock.ends_on
    from cases.clock_notice as notice
    join cases.clock on clock.id = notice.clock
    left join cases.file on file.id = clock.file
    where notice.kind = 'escalate-to-coordination' and app.office_kind() = 'coordination'
      and clock.closed_on is null and clock.suspended_since is null and clock.ends_on < today
    order by clock.ends_on, clock.id
  $$;

create table cases.timeline (
  id bigint generated always as identity primary key,
  file uuid not null references cases.file (id),
  at timestamptz not null,
  on_day date not null,
  kind text not null,
  account uuid not null,
  office uuid not null,
  words text not null,
  "values" jsonb not null default '{}',
  law text[] not null default '{}',
  -- Which relations read it: what concerns safe contact is not for everybody in the file.
  audience text[] not null default array['centre', 'immigration-office', 'magistrate', 'guardian']
);
create index "timeline of a file" on cases.timeline (file, on_day, id);
alter table cases.timeline enable row level security;
alter table cases.timeline force row level security;
create policy "the timeline is read by those it is for" on cases.timeline for select to ariadne_app
  using (cases.sees(file, audience) and cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "what happened is told in one's own name" on cases.timeline for insert to ariadne_app
  with check (account = app.account() and office = app.office()
    and cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
-- What happened is never changed and never taken back: no update, no delete.
grant select on cases.timeline to ariadne_app;
grant insert (file, at, on_day, kind, account, office, words, "values", law, audience) on cases.timeline to ariadne_app;

create table cases.task (
  id uuid primary key,
  file uuid not null references cases.file (id),
  office uuid not null,
  text text not null,
  owner uuid,
  due_on date,
  added_by uuid not null,
  added_at timestamptz not null,
  done_on date,
  done_by uuid
);
create index "open tasks of an office" on cases.task (office, due_on) where done_on is null;
create index "tasks of a file" on cases.task (file);
alter table cases.task enable row level security;
alter table cases.task force row level security;
create policy "a task belongs to the office that added it" on cases.task to ariadne_app
  using (office = app.office() and cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
grant select, insert on cases.task to ariadne_app;
grant update (done_on, done_by) on cases.task to ariadne_app;

create table cases.saved_view (
  id uuid primary key,
  account uuid not null,
  name text not null,
  query jsonb not null,
  constraint "a view's name is used once" unique (account, name)
);
alter table cases.saved_view enable row level security;
alter table cases.saved_view force row level security;
create policy "a view belongs to who saved it" on cases.saved_view to ariadne_app using (account = app.account());
grant select, insert, update, delete on cases.saved_view to ariadne_app;

revoke all on all functions in schema cases from public;
grant execute on all functions in schema cases to ariadne_app;
