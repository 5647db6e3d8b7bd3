-- For the person's report: everybody to whom her file was opened, and what was told to whom. Written so that it is read when it runs, since the tables of
-- consent come with a later number.

create or replace function audit.told_of_file(asked uuid, reader text)
  returns table (office text, office_kind text, relation text, since date, until date)
  language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select office.name ->> reader, office.kind, party.relation, party.since, party.until
    from cases.party join accounts.office on office.id = party.office
    where audit.may_ask_who_saw(asked) and party.file = asked
      -- A magistrate who came later may have come for an investigation.
      and (party.relation <> 'magistrate' or party.since = party.opened_on)
    order by party.since, party.id;
end $$;

create function audit.shared_of_file(asked uuid, reader text)
  returns table (at timestamptz, office text, to_kind text, fields text[], law text, consented boolean)
  language plpgsql stable security definer set search_path = '' as $$
begin
  return query
    select disclosure.at, office.name ->> reader, disclosure.to_kind, disclosure.fields, disclosure.law, disclosure.consent is not null
    from cases.disclosure join cases.file on file.id = disclosure.file left join accounts.office on office.id = disclosure.to_office
    where audit.may_ask_who_saw(asked) and disclosure.file = asked and disclosure.to_kind is distinct from 'person'
      -- What justice and detectors were told without her, after the first day, may belong to an investigation.
      and (disclosure.consent is not null or disclosure.at::date <= file.opened_on or coalesce(office.kind, '') not in ('magistrate', 'first-line', ''))
    order by disclosure.at, disclosure.id;
end $$;
revoke all on function audit.shared_of_file(uuid, text) from public;
grant execute on function audit.shared_of_file(uuid, text) to ariadne_app;
