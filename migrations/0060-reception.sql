-- Places in the centres and who stays in them. Counts only: where a shelter stands is written nowhere here.

create schema reception;
grant usage on schema reception to ariadne_app;

create table reception.place (
  office uuid not null references accounts.office (id),
  for_group text not null constraint "a place is for women, men, families or minors" check (for_group in ('women', 'men', 'families', 'minors')),
  places int not null constraint "places are counted from none to a thousand" check (places between 0 and 1000),
  version int not null default 1,
  constraint "a centre counts each group once" primary key (office, for_group)
);
alter table reception.place enable row level security;
alter table reception.place force row level security;
create policy "a centre counts its own places" on reception.place for select to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
create policy "a centre writes down its own places" on reception.place for insert to ariadne_app
  with check (office = app.office() and app.office_kind() = 'reception-centre');
create policy "a centre changes its own places" on reception.place for update to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
grant select, insert on reception.place to ariadne_app;
grant update (places, version) on reception.place to ariadne_app;

create table reception.stay (
  id uuid primary key,
  file uuid not null references cases.file (id),
  reference text not null,
  office uuid not null,
  for_group text not null,
  from_on date not null,
  until_on date constraint "a stay ends after it begins" check (until_on >= from_on),
  begun_by uuid not null,
  ended_by uuid,
  constraint "a stay is in a place that the centre counts" foreign key (office, for_group) references reception.place (office, for_group)
);
create unique index "a person stays in one place at a time" on reception.stay (file) where until_on is null;
create index "people who stay in a centre" on reception.stay (office, for_group) where until_on is null;
alter table reception.stay enable row level security;
alter table reception.stay force row level security;
create policy "a stay is known to its own centre" on reception.stay for select to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
create policy "a centre takes in whom it accompanies" on reception.stay for insert to ariadne_app
  with check (office = app.office() and begun_by = app.account() and cases.sees(file, array['centre']));
create policy "a centre ends its own stay" on reception.stay for update to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
grant select, insert on reception.stay to ariadne_app;
grant update (until_on, ended_by) on reception.stay to ariadne_app;

-- What whoever refers may know of the other centres: how many places, and how many of them are free.
create function reception.free_places() returns table (office uuid, for_group text, places int, free int)
  language sql stable security definer set search_path = '' as $$
    select place.office, place.for_group, place.places,
      greatest(0, place.places - (select count(*) from reception.stay where stay.office = place.office and stay.for_group = place.for_group and until_on is null)::int)
    from reception.place
    where app.account() is not null
      and app.office_kind() in ('reception-centre', 'first-line', 'guardian', 'immigration-office', 'coordination')
  $$;

revoke all on all functions in schema reception from public;
grant execute on all functions in schema reception to ariadne_app;
