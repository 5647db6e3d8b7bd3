-- What somebody searched for, so that the address of the results holds a number that says nothing and no name. Sealed like everything that is typed;
-- read by the same account alone, and forgotten with the day's session.
create table platform.held_search (
  id uuid primary key,
  account uuid not null,
  sealed bytea not null,
  until timestamptz not null
);
alter table platform.held_search enable row level security;
alter table platform.held_search force row level security;
create policy "a search is held without a session" on platform.held_search for insert to ariadne_app with check (true);
create policy "a search comes back to who made it" on platform.held_search for select to ariadne_app using (account = app.account());
grant select, insert on platform.held_search to ariadne_app;
create index "searches by their end" on platform.held_search (until);
