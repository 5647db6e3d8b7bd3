-- The rights sheet that was sent to the person: when, in which language, how she said that the way is safe. From a file the address stands in her safe
-- contact and is read when the mail leaves; from a report it lies here, sealed, until then and no longer.

create table referral.rights_sending (
  id uuid primary key,
  file uuid references cases.file (id),
  report uuid references detection.report (id) on delete cascade,
  language text not null,
  confirmed_how text not null constraint "she said that it is safe in a way of the list"
    check (confirmed_how in ('in-person', 'with-interpreter', 'by-known-number', 'in-writing')),
  address bytea,
  at timestamptz not null,
  office uuid not null default app.office(),
  account uuid not null default app.account(),
  constraint "it is sent from a file or from a report" check (num_nonnulls(file, report) = 1)
);
create index "sheets sent from a report" on referral.rights_sending (report) where report is not null;
create index "addresses that wait to be forgotten" on referral.rights_sending (id) where address is not null;
alter table referral.rights_sending enable row level security;
alter table referral.rights_sending force row level security;
create policy "what was sent is read where it was sent from" on referral.rights_sending for select to ariadne_app
  using (exists (select from detection.report as own where own.id = report) or cases.sees(file, array['centre', 'guardian']));
create policy "it is sent in one's own name" on referral.rights_sending for insert to ariadne_app
  with check (office = app.office() and account = app.account()
    and (exists (select from detection.report as own where own.id = report) or cases.sees(file, array['centre'])));
grant select (id, file, report, language, confirmed_how, at) on referral.rights_sending to ariadne_app;
grant insert (id, file, report, language, confirmed_how, address, at) on referral.rights_sending to ariadne_app;
