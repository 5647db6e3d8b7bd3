-- What services hand over each year: coded figures without a name. Nothing is overwritten: a correction is the next revision of the same slot.

create table statistics.delivery (
  id uuid primary key,
  office uuid not null references accounts.office (id),
  account uuid not null,
  at timestamptz not null,
  item text not null,
  -- What is revised: one item of one year, or one series of years. Its first revision is the first delivery.
  slot text not null,
  revision int not null constraint "revisions are counted from one" check (revision >= 1),
  first_year int not null,
  last_year int not null constraint "the last year is not before the first" check (last_year >= first_year),
  codebook_version text not null,
  file_name text,
  digest bytea not null constraint "what was handed over is known by its sha-256" check (length(digest) = 32),
  figures int not null,
  reason text constraint "a correction says why" check (revision = 1 or length(reason) between 3 and 1000),
  constraint "a slot of an office has each revision once" unique (office, slot, revision)
);

create table statistics.delivered_figure (
  delivery uuid not null references statistics.delivery (id),
  row int not null,
  year int not null,
  codes jsonb not null,
  state text not null constraint "a figure has a state" check (state in ('measured', 'known-zero', 'not-available', 'not-collected', 'not-applicable', 'confidential', 'suppressed', 'provisional')),
  value bigint constraint "a figure is not negative" check (value >= 0),
  constraint "a figure has a number exactly where its state says so" check ((value is null) = (state in ('not-available', 'not-collected', 'not-applicable', 'confidential', 'suppressed'))),
  constraint "a known zero is none" check (state <> 'known-zero' or value = 0),
  constraint "a row gives one figure" primary key (delivery, row)
);

-- A sheet that was checked and not handed over yet; one for each slot of an office, and gone after a month.
create table statistics.delivery_draft (
  id uuid primary key,
  office uuid not null references accounts.office (id),
  account uuid not null,
  at timestamptz not null,
  item text not null,
  slot text not null,
  file_name text,
  digest bytea not null,
  sheet_rows int not null,
  fault_count int not null,
  faults jsonb not null,
  remarks jsonb not null,
  figures jsonb not null,
  constraint "an office checks one sheet of a slot at a time" unique (office, slot)
);

alter table statistics.delivery enable row level security;
alter table statistics.delivery force row level security;
alter table statistics.delivered_figure enable row level security;
alter table statistics.delivered_figure force row level security;
alter table statistics.delivery_draft enable row level security;
alter table statistics.delivery_draft force row level security;

create policy "a delivery is known to its office, to those who analyse, and to those who ask for it" on statistics.delivery for select to ariadne_app
  using (office = app.office() or app.office_kind() in ('analysis-centre', 'coordination'));
create policy "an office delivers for itself" on statistics.delivery for insert to ariadne_app
  with check (office = app.office() and account = app.account());
create policy "figures are known to their office and to those who analyse" on statistics.delivered_figure for select to ariadne_app
  using (exists (select from statistics.delivery as handed where handed.id = delivered_figure.delivery and (handed.office = app.office() or app.office_kind() = 'analysis-centre')));
create policy "an office delivers its own figures" on statistics.delivered_figure for insert to ariadne_app
  with check (exists (select from statistics.delivery as handed where handed.id = delivered_figure.delivery and handed.office = app.office() and handed.account = app.account()));
create policy "a checked sheet is its office's" on statistics.delivery_draft for select to ariadne_app using (office = app.office());
create policy "an office checks its own sheets" on statistics.delivery_draft for insert to ariadne_app with check (office = app.office() and account = app.account());
create policy "an office lets go of its own checked sheets" on statistics.delivery_draft for delete to ariadne_app using (office = app.office());

grant select, insert on statistics.delivery, statistics.delivered_figure to ariadne_app;
grant select, insert, delete on statistics.delivery_draft to ariadne_app;

-- The revision that counts: the latest of its office and slot.
create view statistics.counting_delivery with (security_invoker = true) as
  select distinct on (office, slot) * from statistics.delivery order by office, slot, revision desc;
grant select on statistics.counting_delivery to ariadne_app;
