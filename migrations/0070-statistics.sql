-- Counts over all files for those who may see no file: the function sees, its callers get numbers only.

create schema statistics;
grant usage on schema statistics to ariadne_app;

create function statistics.count_persons(dimension text, first_day date, last_day date)
  returns table (category text, persons int)
  language plpgsql stable security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') not in ('analysis-centre', 'coordination', 'rapporteur') then
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
revoke all on function statistics.count_persons(text, date, date) from public;
grant execute on function statistics.count_persons(text, date, date) to ariadne_app;
