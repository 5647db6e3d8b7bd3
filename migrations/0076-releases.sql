-- Tables on their way out: as they were counted, as somebody proposes to release them, as they were released. What was counted stays with the
-- analysis centre; what was released is for everybody, and nothing of it is ever changed or taken back.

create table statistics.counted_table (
  id uuid primary key,
  wish jsonb not null,
  counted_on date not null,
  -- The table as the gate looks at it, small figures and all.
  counted jsonb not null,
  kept_by uuid not null default app.account(),
  office uuid not null default app.office(),
  kept_at timestamptz not null
);
create index "tables that were kept, the latest first" on statistics.counted_table (office, kept_at desc);

create table statistics.proposal (
  id uuid primary key,
  counted_table uuid not null references statistics.counted_table (id),
  method jsonb not null,
  -- What would leave, as the gate made it, and what it hides.
  shown jsonb not null,
  ledger jsonb not null,
  hidden int not null,
  cost numeric not null,
  proposed_by uuid not null default app.account(),
  office uuid not null default app.office(),
  proposed_at timestamptz not null
);
create index "proposals of a table" on statistics.proposal (counted_table, proposed_at desc);

create sequence statistics.release_number;
create table statistics.release (
  number int primary key,
  proposal uuid not null constraint "a proposal is released once" unique,
  wish jsonb not null,
  counted_on date not null,
  released_on date not null,
  method jsonb not null,
  shown jsonb not null
);

-- What has been released, as it was counted: against it every later table is held.
create table statistics.ledger (
  release int primary key references statistics.release (number),
  entry jsonb not null
);

alter table statistics.counted_table enable row level security;
alter table statistics.counted_table force row level security;
create policy "counted tables are the analysis centre's" on statistics.counted_table to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and kept_by = app.account());
grant select, insert on statistics.counted_table to ariadne_app;

alter table statistics.proposal enable row level security;
alter table statistics.proposal force row level security;
create policy "proposals are the analysis centre's" on statistics.proposal to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and proposed_by = app.account());
grant select, insert on statistics.proposal to ariadne_app;

alter table statistics.release enable row level security;
alter table statistics.release force row level security;
create policy "what was released is for everybody" on statistics.release for select to ariadne_app using (true);
create policy "the analysis centre releases what it proposed" on statistics.release for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from statistics.proposal
    where proposal.id = release.proposal and proposal.shown = release.shown and proposal.method = release.method));
grant select, insert on statistics.release to ariadne_app;
grant usage on sequence statistics.release_number to ariadne_app;

alter table statistics.ledger enable row level security;
alter table statistics.ledger force row level security;
create policy "the ledger is the analysis centre's" on statistics.ledger for select to ariadne_app using (app.office_kind() = 'analysis-centre');
create policy "the ledger takes what was released" on statistics.ledger for insert to ariadne_app with check (app.office_kind() = 'analysis-centre');
grant select, insert on statistics.ledger to ariadne_app;

-- Two releases at once could not know of each other: the second waits for the first.
create function statistics.lock_ledger() returns void language sql security definer set search_path = '' as $$ select pg_advisory_xact_lock(4, 76) $$;
revoke all on function statistics.lock_ledger() from public;
grant execute on function statistics.lock_ledger() to ariadne_app;
