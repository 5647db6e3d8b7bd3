-- Every person as coded facts with all her steps, page by page, for the analysis centre alone. What stands for her is a hash of her file with a salt that nobody
-- can read; the application makes a pseudonym of it with a key that the database has not. So neither of the two leads back to a file, and the order says nothing.

create table statistics.blinding (salt bytea not null);
insert into statistics.blinding (salt) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
alter table statistics.blinding enable row level security;
alter table statistics.blinding force row level security;

drop function statistics.coded_facts(date, date, jsonb, int);
create function statistics.coded_facts(first_day date, last_day date, milestones jsonb, fact text, among text[], most int, skipped int)
  returns table (handle text, facts jsonb, steps text[], days int[]) language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  every constant text[] := array['state', 'outcome', 'reached', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'exploited-in', 'month', 'detected-by', 'service', 'centre', 'status',
    'to-acceptance', 'to-reflection', 'to-statement', 'to-permit', 'clocks', 'clocks-referral', 'clocks-reflection', 'clocks-residence', 'clocks-answers'];
  offices constant text := 'left join (select id, key, coalesce(profession, kind) as service from accounts.office) as detector on detector.id = person.detected_by
    left join accounts.office as accompanying on accompanying.id = person.centre';
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  if fact is not null and statistics.fact_of(fact, milestones) is null then
    raise exception 'no such fact as %', fact;
  end if;
  return query execute format('select shown.handle, jsonb_build_object(%1$s),
      array(select step_letter.step from unnest(string_to_array(person.course, null)) with ordinality as taken (letter, place) join statistics.step_letter on step_letter.letter = taken.letter order by taken.place), person.course_days
    from (select encode(sha256((select salt from statistics.blinding) || uuid_send(person.file)), ''hex'') as handle, person.file from statistics.coded_person as person %2$s
      where person.opened_on between $1 and $2 and %3$s order by 1 limit $4 offset $5) as shown
    join statistics.coded_person as person on person.file = shown.file %2$s order by shown.handle',
    (select string_agg(format('%L, %s', named, statistics.fact_of(named, milestones)), ', ') from unnest(every) as named where statistics.fact_of(named, milestones) is not null), offices,
    case when fact is null then 'true' else format('%s = any ($3)', statistics.fact_of(fact, milestones)) end)
    using first_day, last_day, among, most, skipped;
end $$;
revoke all on function statistics.coded_facts(date, date, jsonb, text, text[], int, int) from public;
grant execute on function statistics.coded_facts(date, date, jsonb, text, text[], int, int) to ariadne_app;
