-- The record as data protection looks through it: by what an act is about, and by days of the installation's zone.

create or replace function audit.read_lines(reader text, wanted jsonb, most int)
  returns table (number bigint, at timestamptz, who text, office text, route text, kind text, outcome text, refusal text, reference text, shown int, about text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  asked_file uuid := (select file.id from cases.file where file.reference = upper(wanted ->> 'reference'));
  asked_accounts uuid[];
  asked_office uuid := (wanted ->> 'office')::uuid;
  before bigint := coalesce((wanted ->> 'before')::bigint, 9223372036854775807);
  since timestamptz := (wanted ->> 'from')::timestamp at time zone (wanted ->> 'zone');
  until timestamptz := ((wanted ->> 'to')::timestamp + interval '1 day') at time zone (wanted ->> 'zone');
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' or (wanted ->> 'reference' is not null and asked_file is null) then
    return;
  end if;
  if wanted ->> 'who' is not null then
    asked_accounts := array(select account.id from accounts.account
      where account.login = lower(wanted ->> 'who') or position(lower(wanted ->> 'who') in lower(account.name)) > 0 limit 50);
  end if;
  return query
    with line as (
      (select * from audit.line as every
        where asked_file is null and every.number < before
          and (asked_accounts is null or every.account = any (asked_accounts) or every.about_account = any (asked_accounts))
          and (asked_office is null or every.office = asked_office)
          and (wanted ->> 'outcome' is null or every.outcome = wanted ->> 'outcome')
          and (wanted ->> 'subject' is null or every.route like (wanted ->> 'subject') || '.%')
          and (since is null or every.at >= since) and (until is null or every.at < until)
        order by every.number desc limit most)
      union all
      (select * from audit.about_file(asked_file) as every
        where asked_file is not null and every.number < before
          and (asked_accounts is null or every.account = any (asked_accounts) or every.about_account = any (asked_accounts))
          and (asked_office is null or every.office = asked_office)
          and (wanted ->> 'outcome' is null or every.outcome = wanted ->> 'outcome')
          and (wanted ->> 'subject' is null or every.route like (wanted ->> 'subject') || '.%')
          and (since is null or every.at >= since) and (until is null or every.at < until)
        order by every.number desc limit most)
    )
    select line.number, line.at, account.name, office.name ->> reader, line.route, line.kind, line.outcome, line.refusal, file.reference,
      coalesce(cardinality(line.shown), 0), about.name
    from line
      left join accounts.account on account.id = line.account
      left join accounts.account as about on about.id = line.about_account
      left join accounts.office on office.id = line.office
      left join cases.file on file.id = line.file
    order by line.number desc;
end $$;
