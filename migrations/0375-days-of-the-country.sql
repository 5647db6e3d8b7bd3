-- What earlier versions knew of reading by consent stands in the ledger on the country's day, not on the server's: in the zone that is kept with the people's
-- offices and replacements, where one is. Such a line names every part that her consent opened to the service on that day: it was open to it, which is not
-- to say that each was read. Where two days of the server are one of the country, its line is the first reading of that one.
do $$
declare
  in_zone text := (select zone from (select zone, set_at as at from accounts.replacement union all select zone, null from accounts.membership where zone <> 'UTC') as kept order by at desc nulls last limit 1);
  -- From then on whoever reads writes the line herself, and for parts that were there.
  told_since timestamptz := coalesce((select ran_at from platform.migration where name like '0341-%'), now());
begin
  if in_zone is null then
    return;
  end if;
  delete from cases.disclosure where about = 'read-by-consent' and at < told_since and read_on <> (at at time zone in_zone)::date;
  insert into cases.disclosure (id, file, about, to_office, fields, consent, at, office, account, read_on)
  select distinct on (given.id, day) gen_random_uuid(), given.file, 'read-by-consent', given.to_office,
      array(select part from unnest(given.scope) as part where part in ('identity', 'contact') order by part), given.id, line.at, line.office, line.account, day
    from audit.line cross join lateral (select (line.at at time zone in_zone)::date as day) as days
      cross join unnest(line.shown) as read (file) join cases.consent as given on given.file = read.file and given.to_office = line.office
    where line.route = 'consent.list-shared' and line.outcome = 'done' and line.at < told_since and given.scope && array['identity', 'contact']
      and given.at <= line.at and (given.ends_at is null or given.ends_at > line.at)
      and not exists (select from cases.consent_withdrawn as withdrawn where withdrawn.consent = given.id and withdrawn.at <= line.at)
      and not exists (select from cases.disclosure as told where told.consent = given.id and told.read_on = day and told.at >= told_since)
    order by given.id, day, line.at
  on conflict (consent, to_office, fields, read_on) where read_on is not null
    do update set at = excluded.at, office = excluded.office, account = excluded.account where excluded.at < disclosure.at;
end $$;
