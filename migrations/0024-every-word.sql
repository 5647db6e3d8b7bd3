-- The longest word of a name is not always its rarest: with a million files, each of the first three words is looked up in the index
-- and what they have in common is read. A word that is not there stands in for itself, since a pattern that fits all would read all.

create or replace function cases.files_by_name(longest text, every text[], most int) returns setof uuid
  language sql stable security definer set search_path = '' as $$
    select identity.file from cases.identity
    where ' ' || identity.found_as like every[1]
      and ' ' || identity.found_as like coalesce(every[2], longest)
      and ' ' || identity.found_as like coalesce(every[3], longest)
      and ' ' || identity.found_as like all (every)
      and exists (
        select from cases.party
        where party.file = identity.file and party.office = app.office() and party.until is null
          and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian') and party.needs_kind = app.office_kind()
          and (party.account is null or party.account = app.account())
      )
    limit most
  $$;
