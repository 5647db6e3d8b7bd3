-- Every person as coded facts, live, for the analysis centre alone: no reference, no name, no id and no day that leads back to a file.
-- What a step means (accepted, identified, …) the country says; it comes with the question, as lists of steps by name.

create index if not exists "steps by kind" on protection.step (step, file, taken_on);

-- How a fact is read off a file. What is not in this list cannot be asked.
create function statistics.fact_of(dimension text) returns text language sql immutable as $$
  select case dimension
    when 'state' then 'file.state'
    when 'outcome' then $f$coalesce(file.outcome, 'open')$f$
    when 'form' then $f$case cardinality(file.forms) when 0 then 'unknown' when 1 then file.forms[1] else 'several' end$f$
    when 'sector' then $f$coalesce(file.sector, 'unknown')$f$
    when 'sex' then 'file.sex'
    when 'age' then $f$case when file.is_child then 'child' else 'adult' end$f$
    when 'age-band' then $f$case
      when file.is_child then case when file.birth_year is null then 'child-unknown' when extract(year from file.opened_on) - file.birth_year < 12 then '0-11' else '12-17' end
      when file.birth_year is null then 'adult-unknown'
      when extract(year from file.opened_on) - file.birth_year < 25 then '18-24'
      when extract(year from file.opened_on) - file.birth_year < 35 then '25-34'
      when extract(year from file.opened_on) - file.birth_year < 50 then '35-49' else '50+' end$f$
    when 'citizenship' then $f$coalesce(file.citizenship, 'unknown')$f$
    when 'district' then $f$coalesce(file.district, 'unknown')$f$
    when 'year' then $f$to_char(file.opened_on, 'YYYY')$f$
    when 'month' then $f$to_char(file.opened_on, 'YYYY-MM')$f$
    when 'detected-by' then $f$coalesce(reporter.service, opener.service, 'unknown')$f$
    when 'status' then $f$case when identified.days is null then 'presumed' else 'identified' end$f$
    when 'to-acceptance' then 'statistics.span(acceptance.days)'
    when 'to-reflection' then 'statistics.span(reflection.days)'
    when 'to-statement' then 'statistics.span(statement.days)'
    when 'to-permit' then 'statistics.span(permit.days)'
  end
$$;

-- Days between two steps, in groups that are the same for everybody.
create function statistics.span(days int) returns text language sql immutable as $$
  select case when days is null then 'not-yet' when days <= 7 then '0-7' when days <= 30 then '8-30' when days <= 90 then '31-90' when days <= 180 then '91-180' else '181+' end
$$;

-- What has to be joined for these facts; a fact that nobody asks costs nothing.
create function statistics.facts_from(dimensions text[]) returns text language sql immutable as $$
  select 'from cases.file'
    || case when 'detected-by' = any (dimensions) then $f$
      left join (select distinct on (party.file) party.file, coalesce(office.profession, office.kind) as service
        from cases.party join accounts.office on office.id = party.office where party.relation = 'reporter' order by party.file, party.id) as reporter on reporter.file = file.id
      left join (select id, coalesce(profession, kind) as service from accounts.office) as opener on opener.id = file.opened_by$f$ else '' end
    || coalesce((select string_agg(format($f$
      left join (select step.file, greatest(0, min(step.taken_on) - min(file.opened_on)) as days from protection.step join cases.file on file.id = step.file
        where step.step in (select jsonb_array_elements_text($3 -> %1$L)) group by step.file) as %1$I on %1$I.file = file.id$f$, milestone), '')
      from unnest(array['identified', 'acceptance', 'reflection', 'statement', 'permit'], array['status', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit']) as named (milestone, dimension)
      where named.dimension = any (dimensions)), '')
    || ' where file.opened_on between $1 and $2'
$$;

-- How many persons share each combination of these facts.
create function statistics.count_facts(dimensions text[], first_day date, last_day date, milestones jsonb)
  returns table (codes text[], persons int) language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  if exists (select from unnest(dimensions) as asked where statistics.fact_of(asked) is null) or cardinality(dimensions) not between 1 and 6 then
    raise exception 'no such fact among %', dimensions;
  end if;
  return query execute format('select array[%s], count(*)::int %s group by %s',
    (select string_agg(statistics.fact_of(asked), ', ' order by place) from unnest(dimensions) with ordinality as named (asked, place)), statistics.facts_from(dimensions),
    (select string_agg(statistics.fact_of(asked), ', ' order by place) from unnest(dimensions) with ordinality as named (asked, place)))
    using first_day, last_day, milestones;
end $$;

-- One row for each person, in an order that says nothing.
create function statistics.coded_facts(first_day date, last_day date, milestones jsonb, most int)
  returns table (facts jsonb) language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  every constant text[] := array['state', 'outcome', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'month', 'detected-by', 'status', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit'];
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query execute format('select jsonb_build_object(%s) %s order by random() limit $4',
    (select string_agg(format('%L, %s', named, statistics.fact_of(named)), ', ') from unnest(every) as named), statistics.facts_from(every))
    using first_day, last_day, milestones, most;
end $$;

revoke all on function statistics.fact_of(text), statistics.span(int), statistics.facts_from(text[]), statistics.count_facts(text[], date, date, jsonb),
  statistics.coded_facts(date, date, jsonb, int) from public;
grant execute on function statistics.count_facts(text[], date, date, jsonb), statistics.coded_facts(date, date, jsonb, int) to ariadne_app;
