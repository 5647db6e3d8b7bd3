-- Strategic analyses: what an analyst writes about released figures, as she writes it, as a colleague is asked to approve it, as everybody reads it.

create schema analyses;
grant usage on schema analyses to ariadne_app;

-- What is being written. Its version tells a second writer that a colleague has written meanwhile.
create table analyses.draft (
  id uuid primary key,
  language text not null constraint "a language of the house" check (language in ('nl', 'fr', 'de', 'en')),
  title text not null,
  summary text not null,
  text text not null,
  version int not null default 1,
  -- The published analysis that it corrects; without one it becomes a new one.
  corrects int,
  office uuid not null default app.office(),
  written_by uuid not null default app.account(),
  written_at timestamptz not null
);
create index "drafts of an office, the latest first" on analyses.draft (office, written_at desc);
alter table analyses.draft enable row level security;
alter table analyses.draft force row level security;
create policy "drafts are the analysis centre's" on analyses.draft to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and written_by = app.account());
grant select, insert, update, delete on analyses.draft to ariadne_app;

-- A text as a colleague is asked to approve it: it never changes, so what was approved is what is published.
create table analyses.proposal (
  id uuid primary key,
  draft uuid not null,
  language text not null,
  title text not null,
  summary text not null,
  text text not null,
  corrects int,
  office uuid not null default app.office(),
  proposed_by uuid not null default app.account(),
  proposed_at timestamptz not null
);
create index "proposals of a draft" on analyses.proposal (draft, proposed_at desc);
alter table analyses.proposal enable row level security;
alter table analyses.proposal force row level security;
create policy "proposed analyses are the analysis centre's" on analyses.proposal to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (app.office_kind() = 'analysis-centre' and office = app.office() and proposed_by = app.account());
grant select, insert on analyses.proposal to ariadne_app;

create sequence analyses.analysis_number;
create table analyses.edition (
  number int not null,
  edition int not null,
  proposal uuid not null constraint "a proposal is published once" unique,
  language text not null,
  title text not null,
  summary text not null,
  text text not null,
  published_on date not null,
  primary key (number, edition)
);
alter table analyses.edition enable row level security;
alter table analyses.edition force row level security;
create policy "a published analysis is for everybody" on analyses.edition for select to ariadne_app using (true);
create policy "the analysis centre publishes what it proposed" on analyses.edition for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from analyses.proposal as proposed
    where proposed.id = edition.proposal and proposed.title = edition.title and proposed.summary = edition.summary and proposed.text = edition.text and proposed.language = edition.language
      and (proposed.corrects is null or proposed.corrects = edition.number)));
grant select, insert on analyses.edition to ariadne_app;
grant usage on sequence analyses.analysis_number to ariadne_app;
