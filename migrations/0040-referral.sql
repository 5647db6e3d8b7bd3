-- Handing a person on to a centre, and the centre's answer.

create schema referral;
grant usage on schema referral to ariadne_app;

create table referral.referral (
  id uuid primary key,
  file uuid not null references cases.file (id),
  reference text not null,
  report uuid,
  from_office uuid not null references accounts.office (id),
  from_account uuid not null,
  to_office uuid not null references accounts.office (id),
  state text not null constraint "a referral is in a state of the table" check (state in ('waiting', 'more-asked', 'accepted', 'declined', 'withdrawn')),
  is_urgent boolean not null,
  is_child boolean not null,
  language text,
  district text,
  -- What was handed on, coded; never a name.
  handed_on jsonb not null,
  sent_at timestamptz not null,
  answered_at timestamptz,
  version int not null default 0
);
create index "referrals to an office" on referral.referral (to_office, state, sent_at);
create index "referrals from an office" on referral.referral (from_office, sent_at desc);
create index "referrals of a file" on referral.referral (file);
alter table referral.referral enable row level security;
alter table referral.referral force row level security;
create policy "a referral is seen by who sent it, who gets it, and who accompanies or decides" on referral.referral for select to ariadne_app
  using (from_office = app.office() or to_office = app.office() or cases.sees(file, array['centre', 'immigration-office', 'guardian']));
create policy "a referral is sent in one's own name" on referral.referral for insert to ariadne_app
  with check (from_office = app.office() and from_account = app.account());
create policy "a referral is moved by the two offices" on referral.referral for update to ariadne_app
  using (from_office = app.office() or to_office = app.office()) with check (true);
grant select, insert, update on referral.referral to ariadne_app;

create table referral.event (
  number bigint generated always as identity primary key,
  referral uuid not null references referral.referral (id),
  step text not null,
  at timestamptz not null,
  office uuid not null,
  account uuid not null,
  reason text,
  note text not null default ''
);
create index "events of a referral" on referral.event (referral, number);
alter table referral.event enable row level security;
alter table referral.event force row level security;
create policy "what happened to a referral is read with it" on referral.event for select to ariadne_app
  using (exists (select from referral.referral where referral.id = event.referral));
create policy "an event is written in one's own name" on referral.event for insert to ariadne_app
  with check (office = app.office() and account = app.account());
grant select, insert on referral.event to ariadne_app;
