-- A large operation: one event, many persons, entered together and handed on together.

create table referral.operation (
  id uuid primary key,
  office uuid not null references accounts.office (id),
  account uuid not null,
  name text not null,
  place text not null default '',
  district text not null,
  sector text,
  on_day date not null,
  version int not null default 0,
  opened_at timestamptz not null
);
create index "operations of an office" on referral.operation (office, on_day desc);
alter table referral.operation enable row level security;
alter table referral.operation force row level security;
create policy "an operation is its own office's" on referral.operation to ariadne_app
  using (office = app.office() and app.office_kind() = 'first-line')
  with check (office = app.office() and app.office_kind() = 'first-line');
grant select, insert on referral.operation to ariadne_app;
grant update (version) on referral.operation to ariadne_app;

create table referral.operation_person (
  operation uuid not null references referral.operation (id),
  number int not null,
  -- As typed, fault or not; emptied once the person is handed on, since from then on the sender knows the status alone.
  cells text[] not null,
  referral uuid references referral.referral (id),
  reference text,
  centre uuid,
  constraint "a row has its own number in the operation" primary key (operation, number),
  constraint "who is handed on has a referral, a reference and a centre" check ((referral is null) = (reference is null) and (referral is null) = (centre is null)),
  constraint "what was typed goes with the person" check (referral is null or cells = '{}')
);
alter table referral.operation_person enable row level security;
alter table referral.operation_person force row level security;
create policy "persons of an operation are seen with it" on referral.operation_person to ariadne_app
  using (exists (select from referral.operation where operation.id = operation_person.operation))
  with check (exists (select from referral.operation where operation.id = operation_person.operation));
grant select, insert, update on referral.operation_person to ariadne_app;
create policy "a row without a referral may be taken out" on referral.operation_person as restrictive for delete to ariadne_app using (referral is null);
grant delete on referral.operation_person to ariadne_app;
