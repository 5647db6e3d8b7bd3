-- Records of persons, coded and without identity, for an authorised recipient. They are counts of persons of whom many are alike, written out one by one;
-- they are not published. Who got which, on what ground, stands here for good, and every later table is held against them.

create table statistics.record_export (
  id uuid primary key,
  counted_table uuid not null references statistics.counted_table (id),
  recipient text not null constraint "a recipient is named" check (length(recipient) between 3 and 200),
  ground text not null constraint "the ground is named" check (length(ground) between 3 and 1000),
  -- The fields of the standard, each combination of their values, and how many persons share it.
  fields text[] not null,
  lines jsonb not null,
  least int not null constraint "ten alike at least" check (least >= 10),
  ledger jsonb not null,
  proposed_by uuid not null default app.account(),
  office uuid not null default app.office(),
  proposed_at timestamptz not null
);

create table statistics.record_disclosure (
  number int primary key,
  export uuid not null references statistics.record_export (id) constraint "records are disclosed once" unique,
  handed_on date not null,
  account uuid not null default app.account(),
  office uuid not null default app.office(),
  entry jsonb not null
);

alter table statistics.record_export enable row level security;
alter table statistics.record_export force row level security;
create policy "records are the analysis centre's" on statistics.record_export to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and proposed_by = app.account());
grant select, insert on statistics.record_export to ariadne_app;

alter table statistics.record_disclosure enable row level security;
alter table statistics.record_disclosure force row level security;
create policy "disclosures of records are the analysis centre's" on statistics.record_disclosure to ariadne_app
  using (app.office_kind() = 'analysis-centre') with check (app.office_kind() = 'analysis-centre' and office = app.office() and account = app.account()
    and exists (select from statistics.record_export as proposed where proposed.id = record_disclosure.export and proposed.ledger = record_disclosure.entry));
grant select, insert on statistics.record_disclosure to ariadne_app;
