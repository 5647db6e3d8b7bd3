-- The record as the data protection officer reads it: names of people and offices, references of files; nothing of what the files hold.
create function audit.read_lines(asked_reference text, at_most int, skipped int)
  returns table (number int, at timestamptz, who text, office text, route text, outcome text, refusal text, reference text)
  language plpgsql stable security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' then
    return;
  end if;
  return query
    select line.number::int, line.at, account.name, office.name ->> 'en', line.route, line.outcome, line.refusal, file.reference
    from audit.line
      left join accounts.account on account.id = line.account
      left join accounts.office on office.id = line.office
      left join cases.file on file.id = line.file
    where asked_reference = '' or line.file = (select f.id from cases.file as f where f.reference = upper(asked_reference))
    order by line.number desc limit at_most offset skipped;
end $$;
revoke all on function audit.read_lines(text, int, int) from public;
grant execute on function audit.read_lines(text, int, int) to ariadne_app;
