-- Live counts are the analysis centre's alone; coordination and the rapporteur read what was released.
create or replace function statistics.count_persons(dimension text, first_day date, last_day date)
  returns table (category text, persons int)
  language plpgsql stable security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    select counted.category, count(*)::int from (
      select case dimension
        when 'state' then file.state
        when 'sex' then file.sex
        when 'age-group' then case when file.is_child then 'child' else 'adult' end
        when 'citizenship-group' then case when file.citizenship is null then null when file.citizenship = 'BE' then 'national' else file.citizenship end
        when 'month' then to_char(file.opened_on, 'YYYY-MM')
        when 'form' then forms.form
      end as category
      from cases.file
      left join lateral unnest(file.forms) as forms (form) on dimension = 'form'
      where file.opened_on between first_day and last_day
    ) as counted
    group by counted.category;
end $$;
