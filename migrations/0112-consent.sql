-- Consent as a ledger, and what was handed out. Rows are only ever added: a consent ends by a row that withdraws it.

create table cases.consent (
  id uuid primary key,
  file uuid not null references cases.file (id),
  purpose text not null,
  to_office uuid references accounts.office (id),
  to_kind text,
  scope text[] not null constraint "a consent covers something" check (cardinality(scope) > 0),
  explained_in text not null,
  how text not null constraint "she agreed in a way of the list" check (how in ('written', 'oral', 'oral-with-interpreter', 'by-guardian')),
  from_on date not null,
  until_on date,
  -- The moment after the last day, where she lives.
  ends_at timestamptz,
  at timestamptz not null,
  office uuid not null default app.office(),
  account uuid not null default app.account(),
  constraint "a consent names one recipient" check (num_nonnulls(to_office, to_kind) = 1),
  constraint "a consent ends after it begins" check (until_on >= from_on),
  constraint "a last day has its moment" check ((until_on is null) = (ends_at is null))
);
create index "consents of a file" on cases.consent (file);

create table cases.consent_withdrawn (
  consent uuid primary key references cases.consent (id),
  file uuid not null references cases.file (id),
  on_day date not null,
  how text not null constraint "she withdrew in a way of the list" check (how in ('written', 'oral', 'oral-with-interpreter', 'by-guardian')),
  at timestamptz not null,
  office uuid not null default app.office(),
  account uuid not null default app.account()
);
create index "withdrawals of a file" on cases.consent_withdrawn (file);

create table cases.disclosure (
  id uuid primary key,
  file uuid not null references cases.file (id),
  about text not null,
  to_office uuid references accounts.office (id),
  to_kind text,
  fields text[] not null constraint "something was handed out" check (cardinality(fields) > 0),
  consent uuid references cases.consent (id),
  law text,
  at timestamptz not null,
  office uuid not null default app.office(),
  account uuid not null default app.account(),
  constraint "a recipient is named once" check (num_nonnulls(to_office, to_kind) = 1),
  constraint "what goes to another rests on her consent or on an article" check (to_kind = 'person' or num_nonnulls(consent, law) = 1)
);
create index "disclosures of a file" on cases.disclosure (file, at);

do $$
declare kept text;
begin
  foreach kept in array array['consent', 'disclosure'] loop
    execute format('alter table cases.%I enable row level security', kept);
    execute format('alter table cases.%I force row level security', kept);
    execute format('create policy "read by the centre and the guardian, and by whoever wrote the line while she may know of the file" on cases.%I for select to ariadne_app
      using (cases.sees(file, array[''centre'', ''guardian'']) or cases.opens(file) or (office = app.office() and cases.sees(file, array[''immigration-office'', ''magistrate'', ''reporter''])))', kept);
  end loop;
end $$;
alter table cases.consent_withdrawn enable row level security;
alter table cases.consent_withdrawn force row level security;
-- Whoever may rest on a consent must hear that it is gone, whoever noted that.
create policy "a withdrawal is read by whoever reads the consent" on cases.consent_withdrawn for select to ariadne_app
  using (exists (select from cases.consent as given where given.id = consent));
create policy "a consent is noted by the centre, the first with the referral" on cases.consent for insert to ariadne_app
  with check (office = app.office() and account = app.account() and (cases.opens(file) or cases.sees(file, array['centre'])));
create policy "a withdrawal is noted by the centre" on cases.consent_withdrawn for insert to ariadne_app
  with check (office = app.office() and account = app.account() and cases.sees(file, array['centre'])
    and exists (select from cases.consent as given where given.id = consent and given.file = consent_withdrawn.file));
create policy "what is handed out is noted by whoever hands it out" on cases.disclosure for insert to ariadne_app
  with check (office = app.office() and account = app.account()
    and (cases.opens(file) or cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate', 'reporter'])));
-- Neither changed nor taken back: no update, no delete.
grant select, insert on cases.consent, cases.consent_withdrawn, cases.disclosure to ariadne_app;

-- Reading that consent alone opens stands, like all reading, in `cases.party`, with a relation for each part of the file. The relations that there
-- are and the question who sees are kept as they are found here, with two relations more.
do $$
declare
  listed text := (select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'cases.party'::regclass and conname = 'a relation is one of the list');
  asked text := pg_get_functiondef('cases.sees(uuid, text[])'::regprocedure);
begin
  if position('''emergency''::text' in listed) = 0 or position('case relation' in asked) = 0 then
    raise exception 'the relations are not written as this migration knows them';
  end if;
  execute 'alter table cases.party drop constraint "a relation is one of the list"';
  execute 'alter table cases.party add constraint "a relation is one of the list" '
    || replace(listed, '''emergency''::text', '''emergency''::text, ''consent-identity''::text, ''consent-contact''::text');
  execute replace(asked, 'case relation', 'case relation
          when ''consent-identity'' then app.office_kind() in (''first-line'', ''guardian'', ''reception-centre'')
          when ''consent-contact'' then app.office_kind() in (''first-line'', ''guardian'', ''reception-centre'')');
end $$;

create policy "identity is read where she consents" on cases.identity for select to ariadne_app using (cases.sees(file, array['consent-identity']));
create policy "safe contact is read where she consents" on cases.safe_contact for select to ariadne_app using (cases.sees(file, array['consent-contact']));
create policy "what she said of a way is read where she consents" on cases.contact_rule for select to ariadne_app using (cases.sees(file, array['consent-contact']));

-- Makes reading equal to the consents that stand, in the very statement that gives or withdraws one.
create function cases.follow_consents() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.party set until = greatest(since, new.at::date) where file = new.file and relation in ('consent-identity', 'consent-contact') and until is null;
  insert into cases.party (file, office, relation, opened_on, since, ends_at)
  select new.file, given.to_office, 'consent-' || part, file.opened_on, new.at::date, case when bool_or(given.ends_at is null) then null else max(given.ends_at) end
  from cases.consent as given join cases.file on file.id = given.file join accounts.office on office.id = given.to_office cross join unnest(given.scope) as part
  where given.file = new.file and part in ('identity', 'contact') and office.kind in ('first-line', 'guardian', 'reception-centre')
    and (given.ends_at is null or given.ends_at > new.at)
    and not exists (select from cases.consent_withdrawn as withdrawn where withdrawn.consent = given.id)
  group by given.to_office, part, file.opened_on;
  return null;
end $$;
create trigger "reading follows a consent" after insert on cases.consent for each row when (new.to_office is not null) execute function cases.follow_consents();
create trigger "reading follows a withdrawal" after insert on cases.consent_withdrawn for each row execute function cases.follow_consents();

-- What is shared with the office that asks, and until when: a reference and nothing more of the file itself.
create function cases.shared_with_us() returns table (file uuid, reference text, parts text[], ends_at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select party.file, file.reference, array_agg(substr(party.relation, 9) order by party.relation), min(party.ends_at)
    from cases.party join cases.file on file.id = party.file
    where party.office = app.office() and party.until is null and party.relation in ('consent-identity', 'consent-contact')
      and cases.sees(party.file, array[party.relation])
    group by party.file, file.reference order by file.reference limit 200
  $$;
revoke all on function cases.follow_consents(), cases.shared_with_us() from public;
grant execute on function cases.shared_with_us() to ariadne_app;
