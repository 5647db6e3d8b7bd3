-- What the doors keep: the line of record of every act, tokens of forms already sent, and forms held while somebody signs in again.

create schema audit;
grant usage on schema audit to ariadne_app;

create table audit.line (
  number bigint generated always as identity primary key,
  at timestamptz not null,
  account uuid,
  office uuid,
  session uuid,
  route text not null,
  outcome text not null constraint "an outcome is done, refused, denied or fault" check (outcome in ('done', 'refused', 'denied', 'fault')),
  refusal text,
  file uuid
);
create index "lines of one file" on audit.line (file, number) where file is not null;
create index "lines of one account" on audit.line (account, number);
alter table audit.line enable row level security;
alter table audit.line force row level security;
create policy "every act writes its line" on audit.line for insert to ariadne_app with check (true);
create policy "own acts, and all of them for data protection" on audit.line for select to ariadne_app
  using (account = app.account() or app.office_kind() = 'data-protection');
grant insert, select on audit.line to ariadne_app;

create table platform.once (
  token uuid primary key,
  account uuid not null,
  route text not null,
  answer jsonb,
  at timestamptz not null
);
alter table platform.once enable row level security;
alter table platform.once force row level security;
create policy "a token belongs to who sent it" on platform.once to ariadne_app using (account = app.account()) with check (account = app.account());
grant select, insert, update, delete on platform.once to ariadne_app;
create index "tokens by age" on platform.once (at);

-- What somebody typed when the session had ended. It is sealed with a key that only the browser holds.
create table platform.held_form (
  id uuid primary key default gen_random_uuid(),
  path text not null,
  account uuid not null,
  sealed bytea not null,
  until timestamptz not null
);
alter table platform.held_form enable row level security;
alter table platform.held_form force row level security;
create policy "a form is held without a session" on platform.held_form for insert to ariadne_app with check (true);
create policy "a form goes back to who typed it" on platform.held_form for select to ariadne_app using (account = app.account());
create policy "a form goes back once" on platform.held_form for delete to ariadne_app using (account = app.account());
grant select, insert, delete on platform.held_form to ariadne_app;
