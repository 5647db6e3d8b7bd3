-- The letters of decisions that refuse an application or end a stay: each has a number, and a code that the public may check.

create table protection.decision (
  id uuid primary key default gen_random_uuid(),
  file uuid not null references protection.procedure (file),
  step_number int not null,
  kind text not null constraint "a decision refuses or ends" check (kind in ('refusal', 'ending')),
  -- The document that was refused, or the state that came to an end.
  about text not null,
  number text not null constraint "a decision's number is given once" unique,
  code text not null constraint "a decision's code is given once" unique,
  decided_on date not null,
  constraint "one letter for each step" unique (file, step_number),
  constraint "the step that decided" foreign key (file, step_number) references protection.step (file, number)
);
alter table protection.decision enable row level security;
alter table protection.decision force row level security;
create policy "decisions are read by those who accompany, decide or answer" on protection.decision for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "the immigration office decides" on protection.decision for insert to ariadne_app
  with check (app.office_kind() = 'immigration-office' and cases.sees(file, array['immigration-office']));
-- A decision is never changed and never taken back: no update, no delete.
grant select, insert on protection.decision to ariadne_app;

-- The name as it was printed. Apart from the decision, so that it can be sealed apart.
create table protection.decision_holder (
  decision uuid primary key references protection.decision (id),
  file uuid not null,
  holder text not null,
  birth_date text
);
alter table protection.decision_holder enable row level security;
alter table protection.decision_holder force row level security;
create policy "the holder is read by those who accompany or decide" on protection.decision_holder for select to ariadne_app
  using (cases.sees(file, array['centre', 'immigration-office', 'magistrate', 'guardian']));
create policy "the immigration office prints the name" on protection.decision_holder for insert to ariadne_app
  with check (app.office_kind() = 'immigration-office' and cases.sees(file, array['immigration-office']));
grant select, insert on protection.decision_holder to ariadne_app;

-- A code on a letter says that the letter is genuine, and no more: not what was decided.
create or replace function protection.worth_of_code(asked text, today date) returns text
  language sql stable security definer set search_path = '' as $$
    select case
      when ended_by = 'withdrawn' and ended_on <= today then 'withdrawn'
      when ended_on is not null and ended_on < today then 'expired'
      when valid_until is not null and valid_until < today then 'expired'
      when valid_from > today then 'expired'
      else 'valid'
    end
    from protection.document where code = asked
    union all
    select 'valid' from protection.decision where code = asked
  $$;
