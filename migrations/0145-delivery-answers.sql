-- What a service answers to a warning about its own figures. It stays with the figure: nothing is changed or taken back, a later answer stands beside it.

create table statistics.delivery_answer (
  id uuid primary key,
  delivery uuid not null references statistics.delivery (id),
  account uuid not null,
  at timestamptz not null,
  rule text not null,
  year int not null,
  codes jsonb not null,
  explanation text not null constraint "an answer says something" check (length(explanation) between 3 and 1000)
);
create index "answers to the warnings of a delivery" on statistics.delivery_answer (delivery, at);

alter table statistics.delivery_answer enable row level security;
alter table statistics.delivery_answer force row level security;
create policy "answers are known to their office and to those who analyse" on statistics.delivery_answer for select to ariadne_app
  using (exists (select from statistics.delivery as handed where handed.id = delivery_answer.delivery and (handed.office = app.office() or app.office_kind() = 'analysis-centre')));
create policy "an office answers for its own figures" on statistics.delivery_answer for insert to ariadne_app
  with check (account = app.account() and exists (select from statistics.delivery as handed where handed.id = delivery_answer.delivery and handed.office = app.office()));
grant select, insert on statistics.delivery_answer to ariadne_app;
