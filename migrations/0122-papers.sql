-- Papers of a person: what they are lies here with the name sealed; the file itself lies sealed in the folder of attachments under the same id.

create table cases.paper (
  id uuid primary key,
  file uuid not null references cases.file (id),
  office uuid not null,
  account uuid not null,
  -- Papers that say who she is are read by all who act in the file; others are the office's own.
  compartment text not null constraint "a paper is of the person or of the office" check (compartment in ('identity', 'own-notes')),
  type text not null constraint "a paper is of a type of the list" check (type in ('pdf', 'jpeg', 'png', 'text')),
  size int not null constraint "a paper is not empty and not endless" check (size between 1 and 20 * 1024 * 1024),
  sealed bytea not null,
  added_at timestamptz not null
);
create index "papers of a file" on cases.paper (file, added_at);
alter table cases.paper enable row level security;
alter table cases.paper force row level security;
create policy "a paper is read as its compartment says" on cases.paper for select to ariadne_app
  using ((compartment = 'identity' or office = app.office()) and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));
create policy "a paper of the person is added by her centre or the immigration office" on cases.paper for insert to ariadne_app
  with check (compartment = 'identity' and office = app.office() and account = app.account() and cases.sees(file, array['centre', 'immigration-office']));
create policy "a paper of the office is added by an office that acts in the file" on cases.paper for insert to ariadne_app
  with check (compartment = 'own-notes' and office = app.office() and account = app.account() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));
create policy "a paper is removed by whoever added it" on cases.paper for delete to ariadne_app
  using (account = app.account() and office = app.office() and cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']));
grant select, insert, delete on cases.paper to ariadne_app;

-- How many papers a person has in all, the reader's and others'; whoever asks stands in line until the transaction ends, so that nobody passes the limit.
create function cases.count_papers(asked uuid) returns int language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'guardian', 'immigration-office', 'magistrate']) then
    return null;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('papers of ' || asked, 0));
  return (select count(*)::int from cases.paper where file = asked);
end $$;

create function cases.forget_papers() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from cases.paper where file = new.subject;
  return null;
end $$;
create trigger "papers go with her key" after update on vault.data_key
  for each row when (old.wrapped is not null and new.wrapped is null) execute function cases.forget_papers();
revoke all on function cases.count_papers(uuid), cases.forget_papers() from public;
grant execute on function cases.count_papers(uuid) to ariadne_app;
