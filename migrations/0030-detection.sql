-- What a detector notes before anything is handed on: drafts that save themselves, and what was sent.

create schema detection;
grant usage on schema detection to ariadne_app;

create table detection.report (
  id uuid primary key,
  office uuid not null references accounts.office (id),
  account uuid not null,
  state text not null constraint "a report is a draft, handed on or notified" check (state in ('draft', 'referred', 'notified')),
  started_on date not null,
  draft jsonb not null,
  saved_at timestamptz not null,
  sent_at timestamptz,
  -- The file's reference once a centre has it, or the number of the anonymised notification.
  reference text,
  version int not null default 0
);
create index "reports of an office" on detection.report (office, saved_at desc);
create index "drafts by age" on detection.report (started_on) where state = 'draft';
alter table detection.report enable row level security;
alter table detection.report force row level security;
create policy "a report is its office's" on detection.report for select to ariadne_app using (office = app.office());
create policy "a report is written in one's own name" on detection.report for insert to ariadne_app with check (office = app.office() and account = app.account());
create policy "a draft is changed in its office" on detection.report for update to ariadne_app using (office = app.office());
create policy "a draft may be thrown away" on detection.report for delete to ariadne_app using (office = app.office() and state = 'draft');
grant select, insert, update, delete on detection.report to ariadne_app;

-- What the law obliges to tell of somebody who does not agree: nothing that says who she is. Read by the immigration office and analysts.
create table detection.notification (
  id uuid primary key,
  reference text not null constraint "a notification has its own reference" unique,
  by_office uuid not null,
  told jsonb not null,
  at timestamptz not null
);
create sequence detection.notification_number;
grant usage on sequence detection.notification_number to ariadne_app;
alter table detection.notification enable row level security;
alter table detection.notification force row level security;
create policy "notifications are read by who sent them and who must be told" on detection.notification for select to ariadne_app
  using (by_office = app.office() or app.office_kind() in ('immigration-office', 'analysis-centre'));
create policy "a notification is sent in one's own name" on detection.notification for insert to ariadne_app with check (by_office = app.office());
grant select, insert on detection.notification to ariadne_app;
