-- A search finds what the reader sees: neither a file from which she is shut out, nor one sealed to others, nor one whose access is over.
create or replace function cases.seen_files() returns setof uuid language sql stable as $$
    select party.file from cases.party
    where party.office = app.office() and party.until is null
      and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian') and party.needs_kind = app.office_kind()
      and (party.account is null or party.account = app.account() or party.account = app.stands_for())
      and app.account() <> all (party.shut_out) and (app.stands_for() is null or app.stands_for() <> all (party.shut_out))
      and (party.only_for is null or app.account() = any (party.only_for))
  $$;
