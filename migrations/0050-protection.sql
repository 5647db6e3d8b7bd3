-- The legal procedure of a file: how it was opened, its steps as they were taken, and the documents that came of them.
-- The steps are the truth; everything else is worked out from them.

create schema protection;
grant usage on schema protection to ariadne_app;

create table protection.procedure (
  file uuid primary key references cases.file (id),
  opened_on date not null,
  variant text not null,
  facts jsonb not null,
  -- How many steps were taken: two colleagues who write at once cannot both have seen the same number.
  steps int not null default 0,
  state text not null
);
alter table protection.procedure enable row level security;
alter table protection.procedure force row level security;
create policy "the procedure is read by those who accompany, decide or answer" on protection.procedure for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "the procedure opens with the file" on protection.procedure for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'immigration-office', 'guardian', 'reporter']));
create policy "the procedure moves with its steps" on protection.procedure for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
grant select, insert, update on protection.procedure to ariadne_app;

create table protection.step (
  file uuid not null references protection.procedure (file),
  number int not null,
  step text not null,
  by text not null,
  taken_on date not null,
  input jsonb not null,
  account uuid not null,
  office uuid not null,
  recorded_at timestamptz not null,
  constraint "each step has its own number in the file" primary key (file, number)
);
alter table protection.step enable row level security;
alter table protection.step force row level security;
create policy "steps are read by those who accompany, decide or answer" on protection.step for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "a step is taken in one's own name" on protection.step for insert to ariadne_app
  with check (account = app.account() and office = app.office()
    and cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian', 'reporter']));
-- Steps are never changed and never taken back: no update, no delete.
grant select, insert on protection.step to ariadne_app;

create sequence protection.document_number;
grant usage on sequence protection.document_number to ariadne_app;

create table protection.document (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references protection.procedure (file),
  step_number int not null,
  document text not null,
  number text not null constraint "a document's number is given once" unique,
  code text not null constraint "a document's code is given once" unique,
  issued_on date not null,
  valid_from date not null,
  valid_until date,
  ended_on date,
  ended_by text constraint "a document ends replaced, withdrawn or lapsed" check (ended_by in ('replaced', 'withdrawn', 'lapsed')),
  constraint "a document is valid from before its end" check (valid_until is null or valid_until >= valid_from),
  constraint "the step that issued it" foreign key (file, step_number) references protection.step (file, number)
);
create index "documents of a file" on protection.document (file);
alter table protection.document enable row level security;
alter table protection.document force row level security;
create policy "documents are read by those who accompany, decide or answer" on protection.document for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "the immigration office issues" on protection.document for insert to ariadne_app
  with check (app.office_kind() = 'immigration-office' and cases.sees(file, array['immigration-office']));
create policy "a document ends by a step" on protection.document for update to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
grant select, insert, update on protection.document to ariadne_app;

-- The name as it was printed. Apart from the document, so that it can be sealed apart.
create table protection.document_holder (
  document uuid primary key references protection.document (id),
  file uuid not null,
  holder text not null,
  birth_date text
);
alter table protection.document_holder enable row level security;
alter table protection.document_holder force row level security;
create policy "the holder is read by those who accompany or decide" on protection.document_holder for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "the immigration office prints the name" on protection.document_holder for insert to ariadne_app
  with check (app.office_kind() = 'immigration-office' and cases.sees(file, array['immigration-office']));
grant select, insert on protection.document_holder to ariadne_app;

-- What the public may know of a code: nothing but whether it is worth something today.
create function protection.worth_of_code(asked text, today date) returns text
  language sql stable security definer set search_path = '' as $$
    select case
      when ended_by = 'withdrawn' and ended_on <= today then 'withdrawn'
      when ended_on is not null and ended_on < today then 'expired'
      when valid_until is not null and valid_until < today then 'expired'
      when valid_from > today then 'expired'
      else 'valid'
    end
    from protection.document where code = asked
  $$;
revoke all on function protection.worth_of_code(text, date) from public;
grant execute on function protection.worth_of_code(text, date) to ariadne_app;
