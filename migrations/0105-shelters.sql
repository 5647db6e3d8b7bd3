-- Where the shelters of a centre stand, and which stay is in which. Known to the own centre alone: name and address lie sealed, and that there is
-- a shelter at all can be read by nobody else, neither here nor from the keys of the vault, since the installation's own key seals them.

create table reception.shelter (
  id uuid primary key,
  office uuid not null references accounts.office (id),
  sealed bytea not null,
  closed_on date,
  added_by uuid not null
);
create index "shelters of a centre" on reception.shelter (office) where closed_on is null;
alter table reception.shelter enable row level security;
alter table reception.shelter force row level security;
create policy "a shelter is known to its own centre" on reception.shelter for select to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
create policy "a centre adds its own shelter" on reception.shelter for insert to ariadne_app
  with check (office = app.office() and app.office_kind() = 'reception-centre' and added_by = app.account());
create policy "a centre closes its own shelter" on reception.shelter for update to ariadne_app
  using (office = app.office() and app.office_kind() = 'reception-centre');
grant select, insert on reception.shelter to ariadne_app;
grant update (closed_on) on reception.shelter to ariadne_app;

-- In a table of its own, so that whoever may one day read stays does not read where.
create table reception.shelter_stay (
  stay uuid primary key references reception.stay (id),
  shelter uuid not null references reception.shelter (id)
);
create index "stays in a shelter" on reception.shelter_stay (shelter);
alter table reception.shelter_stay enable row level security;
alter table reception.shelter_stay force row level security;
create policy "who stays where is read with the stay and the shelter" on reception.shelter_stay for select to ariadne_app
  using (exists (select from reception.stay where stay.id = shelter_stay.stay) and exists (select from reception.shelter where shelter.id = shelter_stay.shelter));
create policy "a stay is put in an own shelter" on reception.shelter_stay for insert to ariadne_app
  with check (exists (select from reception.stay where stay.id = shelter_stay.stay) and exists (select from reception.shelter where shelter.id = shelter_stay.shelter and closed_on is null));
create policy "a stay moves to another own shelter" on reception.shelter_stay for update to ariadne_app
  using (exists (select from reception.stay where stay.id = shelter_stay.stay))
  with check (exists (select from reception.shelter where shelter.id = shelter_stay.shelter and closed_on is null));
grant select, insert, update on reception.shelter_stay to ariadne_app;

-- Whether a place is free is decided by all who stay in the centre, also those whom the asker does not see; what is shown counts those whom she sees.
create function reception.taken_in(asked_group text) returns int language sql stable security definer set search_path = '' as $$
  select count(*)::int from reception.stay where office = app.office() and for_group = asked_group and until_on is null and app.office_kind() = 'reception-centre'
$$;
revoke all on function reception.taken_in(text) from public;
grant execute on function reception.taken_in(text) to ariadne_app;
