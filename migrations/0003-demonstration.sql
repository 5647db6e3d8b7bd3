-- Which invented people the evaluation edition has told already, so that an interrupted telling goes on where it stopped.
create table platform.told (
  person text primary key,
  at timestamptz not null default now()
);
