-- The furthest place on the way that somebody has come to is a fact like any other: everybody is at one place, so the figures add up.

create or replace function statistics.fact_of(dimension text) returns text language sql immutable as $$
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
    when 'status' then $f$case when taken.identified is null then 'presumed' else 'identified' end$f$
    when 'reached' then $f$coalesce($3 -> 'way' -> furthest.place ->> 'key', 'detected')$f$
    when 'to-acceptance' then 'statistics.span(taken.acceptance - file.opened_on)'
    when 'to-reflection' then 'statistics.span(taken.reflection - file.opened_on)'
    when 'to-statement' then 'statistics.span(taken.statement - file.opened_on)'
    when 'to-permit' then 'statistics.span(taken.permit - file.opened_on)'
  end
$$;

create or replace function statistics.facts_from(dimensions text[]) returns text language sql immutable as $$
  select 'from cases.file'
    || case when 'detected-by' = any (dimensions) then $f$
      left join (select distinct on (party.file) party.file, coalesce(office.profession, office.kind) as service
        from cases.party join accounts.office on office.id = party.office where party.relation = 'reporter' order by party.file, party.id) as reporter on reporter.file = file.id
      left join (select id, coalesce(profession, kind) as service from accounts.office) as opener on opener.id = file.opened_by$f$ else '' end
    || case when dimensions && array['status', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit'] then $f$
      left join (select file, min(taken_on) filter (where $3 -> 'identified' ? step) as identified, min(taken_on) filter (where $3 -> 'acceptance' ? step) as acceptance,
          min(taken_on) filter (where $3 -> 'reflection' ? step) as reflection, min(taken_on) filter (where $3 -> 'statement' ? step) as statement,
          min(taken_on) filter (where $3 -> 'permit' ? step) as permit
        from protection.step group by file) as taken on taken.file = file.id$f$ else '' end
    || case when 'reached' = any (dimensions) then $f$
      left join (select step.file, max(place.number) as place
        from protection.step join (select ordinality::int - 1 as number, jsonb_array_elements_text(value -> 'steps') as step from jsonb_array_elements($3 -> 'way') with ordinality) as place on place.step = step.step
        group by step.file) as furthest on furthest.file = file.id$f$ else '' end
    || ' where file.opened_on between $1 and $2'
$$;
