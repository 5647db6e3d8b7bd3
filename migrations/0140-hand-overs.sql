-- Hand-overs: linked tables of a year for one recipient, on the same way out as every table. As they were counted and proposed they are the
-- analysis centre's; what was released is for everybody, bears a number of the same row as the figures, and is never changed or taken back.

create table statistics.hand_over_proposal (
  id uuid primary key,
  recipient text not null,
  year int not null,
  -- The tables as they were counted, as the gate looks at them.
  counted jsonb not null,
  -- What would leave, and what travels with it: of which deliveries it is made, which are missing, what they do not count.
  shown jsonb not null,
  about jsonb not null,
  ledger jsonb not null,
  hidden int not null,
  cost numeric not null,
  proposed_by uuid not null default app.account(),
  office uuid not null default app.office(),
  proposed_at timestamptz not null
);
create index "proposals of a recipient and a year" on statistics.hand_over_proposal (office, recipient, year, proposed_at desc);

create table statistics.handed_over (
  number int primary key,
  proposal uuid not null constraint "a hand-over is released once" unique,
  recipient text not null,
  year int not null,
  released_on date not null,
  shown jsonb not null,
  about jsonb not null
);
create index "hand-overs of a year" on statistics.handed_over (year, number desc);

-- Its tables as they were counted, beside those of the figures: every later table is held against both.
create table statistics.hand_over_ledger (
  number int not null references statistics.handed_over (number),
  place int not null,
  entry jsonb not null,
  constraint "a hand-over has each of its tables once" primary key (number, place)
);

alter table statistics.hand_over_proposal enable row level security;
alter table statistics.hand_over_proposal force row level security;
create policy "proposed hand-overs are the analysis centre's" on statistics.hand_over_proposal to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and proposed_by = app.account());
grant select, insert on statistics.hand_over_proposal to ariadne_app;

alter table statistics.handed_over enable row level security;
alter table statistics.handed_over force row level security;
create policy "what was handed over is for everybody" on statistics.handed_over for select to ariadne_app using (true);
create policy "the analysis centre hands over what it proposed" on statistics.handed_over for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from statistics.hand_over_proposal as proposed
    where proposed.id = handed_over.proposal and proposed.shown = handed_over.shown and proposed.about = handed_over.about and proposed.recipient = handed_over.recipient and proposed.year = handed_over.year));
grant select, insert on statistics.handed_over to ariadne_app;

alter table statistics.hand_over_ledger enable row level security;
alter table statistics.hand_over_ledger force row level security;
create policy "the ledger of hand-overs is the analysis centre's" on statistics.hand_over_ledger for select to ariadne_app using (app.office_kind() = 'analysis-centre');
create policy "the ledger takes what was handed over" on statistics.hand_over_ledger for insert to ariadne_app with check (app.office_kind() = 'analysis-centre');
grant select, insert on statistics.hand_over_ledger to ariadne_app;
