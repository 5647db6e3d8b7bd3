-- Whoever keeps accounts, plans or counts stands in no relation to a file, not even by mistake as its reporter.

create or replace function cases.sees(asked uuid, relations text[]) returns boolean
  language sql stable parallel safe security definer set search_path = '' as $$
    select exists (
      select from cases.party
      where office = app.office() and file = asked and relation = any (relations) and until is null
        and (account is null or account = app.account())
        and case when needs_kind is null then app.office_kind() in ('first-line', 'reception-centre', 'immigration-office', 'magistrate', 'guardian', 'foreign-contact')
          else needs_kind = app.office_kind() end
    )
  $$;
