-- Everybody as the tables count her, kept in the transaction that changes anything of it, so that a table is one walk over narrow rows instead of all steps.
-- Nobody reads these rows but the functions that count: no policy lets the application in, and it is granted nothing.

create table statistics.coded_person (
  file uuid primary key references cases.file (id) on delete cascade,
  opened_on date not null,
  month text not null,
  state text not null,
  outcome text not null,
  form text not null,
  sector text not null,
  sex text not null,
  age text not null,
  age_band text not null,
  citizenship text not null,
  district text not null,
  -- The office that reported her first; where none did, the one that opened the file.
  detected_by uuid not null,
  -- The days from the opening to the first time that each step was taken. What a step means the country says with the question.
  first_taken jsonb not null
) with (fillfactor = 80);

create index "the reporter of a file" on cases.party (file, id) where relation = 'reporter';

-- The same, read off the files: where the rows come from, and what they have to be equal to at any moment.
create view statistics.person_on_file as
  select file.id as file, file.opened_on, to_char(file.opened_on, 'YYYY-MM') as month, file.state, coalesce(file.outcome, 'open') as outcome,
    case cardinality(file.forms) when 0 then 'unknown' when 1 then file.forms[1] else 'several' end as form,
    coalesce(file.sector, 'unknown') as sector, file.sex, case when file.is_child then 'child' else 'adult' end as age,
    case
      when file.is_child then case when file.birth_year is null then 'child-unknown' when extract(year from file.opened_on) - file.birth_year < 12 then '0-11' else '12-17' end
      when file.birth_year is null then 'adult-unknown'
      when extract(year from file.opened_on) - file.birth_year < 25 then '18-24'
      when extract(year from file.opened_on) - file.birth_year < 35 then '25-34'
      when extract(year from file.opened_on) - file.birth_year < 50 then '35-49' else '50+' end as age_band,
    coalesce(file.citizenship, 'unknown') as citizenship, coalesce(file.district, 'unknown') as district,
    coalesce((select party.office from cases.party where party.file = file.id and party.relation = 'reporter' order by party.id limit 1), file.opened_by) as detected_by,
    coalesce((select jsonb_object_agg(taken.step, taken.first_on - file.opened_on)
      from (select step.step, min(step.taken_on) as first_on from protection.step where step.file = file.id group by step.step) as taken), '{}') as first_taken
  from cases.file;

insert into statistics.coded_person select * from statistics.person_on_file;
create index "persons by the opening of their file" on statistics.coded_person (opened_on);
alter table statistics.coded_person enable row level security;
alter table statistics.coded_person force row level security;

-- Runs when the transaction ends, once all of it is written. The row is locked before the file is read anew, so of two who change the same file at once
-- the second also reads what the first has written.
create function statistics.code_person() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  changed uuid;
begin
  if tg_table_name = 'file' then changed := new.id; elsif tg_op = 'DELETE' then changed := old.file; else changed := new.file; end if;
  perform from statistics.coded_person where coded_person.file = changed for no key update;
  insert into statistics.coded_person select * from statistics.person_on_file where person_on_file.file = changed
    on conflict (file) do update set opened_on = excluded.opened_on, month = excluded.month, state = excluded.state, outcome = excluded.outcome, form = excluded.form,
      sector = excluded.sector, sex = excluded.sex, age = excluded.age, age_band = excluded.age_band, citizenship = excluded.citizenship, district = excluded.district,
      detected_by = excluded.detected_by, first_taken = excluded.first_taken
    where (coded_person.*) is distinct from (excluded.*);
  return null;
end $$;

create constraint trigger "a person is coded when her file opens" after insert on cases.file
  deferrable initially deferred for each row execute function statistics.code_person();
create constraint trigger "a person is coded anew when her file changes" after update on cases.file
  deferrable initially deferred for each row
  when ((old.opened_on, old.state, old.outcome, old.forms, old.sector, old.sex, old.is_child, old.birth_year, old.citizenship, old.district, old.opened_by)
    is distinct from (new.opened_on, new.state, new.outcome, new.forms, new.sector, new.sex, new.is_child, new.birth_year, new.citizenship, new.district, new.opened_by))
  execute function statistics.code_person();
create constraint trigger "a person is coded anew with each step" after insert or update or delete on protection.step
  deferrable initially deferred for each row execute function statistics.code_person();
create constraint trigger "a person is coded anew with who reported her" after insert on cases.party
  deferrable initially deferred for each row when (new.relation = 'reporter') execute function statistics.code_person();
create constraint trigger "a person is coded anew with another reporter" after update on cases.party
  deferrable initially deferred for each row
  when ((old.relation = 'reporter' or new.relation = 'reporter') and (old.office, old.relation) is distinct from (new.office, new.relation)) execute function statistics.code_person();
create constraint trigger "a person is coded anew without her reporter" after delete on cases.party
  deferrable initially deferred for each row when (old.relation = 'reporter') execute function statistics.code_person();

-- The steps that the question takes for this.
create function statistics.steps_of(named jsonb) returns text[] language sql immutable as $$
  select coalesce(array_agg(step), '{}') from jsonb_array_elements_text(named) as step
$$;

-- How a fact is read off a coded person. What is not in this list cannot be asked.
drop function statistics.facts_from(text[]);
drop function statistics.fact_of(text);
create function statistics.fact_of(dimension text, milestones jsonb) returns text language sql immutable as $$
  select case
    when dimension in ('state', 'outcome', 'form', 'sector', 'sex', 'age', 'citizenship', 'district', 'month') then 'person.' || dimension
    when dimension = 'age-band' then 'person.age_band'
    when dimension = 'year' then 'left(person.month, 4)'
    when dimension = 'detected-by' then $f$coalesce(detector.service, 'unknown')$f$
    when dimension = 'status' then format($f$case when person.first_taken ?| %L then 'identified' else 'presumed' end$f$, statistics.steps_of(milestones -> 'identified'))
    when dimension = 'reached' then coalesce((select 'case ' || string_agg(format('when person.first_taken ?| %L then %L', statistics.steps_of(place -> 'steps'), place ->> 'key'), ' ' order by number desc) || $f$ else 'detected' end$f$
      from jsonb_array_elements(milestones -> 'way') with ordinality as places (place, number)), $f$'detected'$f$)
    when dimension in ('to-acceptance', 'to-reflection', 'to-statement', 'to-permit') then format('statistics.span(least(null::int%s))',
      (select string_agg(format(', (person.first_taken -> %L)::int', step), '') from unnest(statistics.steps_of(milestones -> substr(dimension, 4))) as step))
  end
$$;

create or replace function statistics.count_facts(dimensions text[], first_day date, last_day date, milestones jsonb)
  returns table (codes text[], persons int) language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  if exists (select from unnest(dimensions) as asked where statistics.fact_of(asked, milestones) is null) or cardinality(dimensions) not between 1 and 6 then
    raise exception 'no such fact among %', dimensions;
  end if;
  return query execute format('select array[%1$s], count(*)::int from statistics.coded_person as person
    left join (select id, coalesce(profession, kind) as service from accounts.office) as detector on detector.id = person.detected_by
    where person.opened_on between $1 and $2 group by %1$s',
    (select string_agg(statistics.fact_of(asked, milestones), ', ' order by place) from unnest(dimensions) with ordinality as named (asked, place)))
    using first_day, last_day;
end $$;

create or replace function statistics.coded_facts(first_day date, last_day date, milestones jsonb, most int)
  returns table (facts jsonb) language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  every constant text[] := array['state', 'outcome', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'month', 'detected-by', 'status', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit'];
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query execute format('select jsonb_build_object(%s) from (select * from statistics.coded_person where opened_on between $1 and $2 order by random() limit $3) as person
    left join (select id, coalesce(profession, kind) as service from accounts.office) as detector on detector.id = person.detected_by',
    (select string_agg(format('%L, %s', named, statistics.fact_of(named, milestones)), ', ') from unnest(every) as named))
    using first_day, last_day, most;
end $$;

revoke all on function statistics.fact_of(text, jsonb), statistics.steps_of(jsonb), statistics.code_person() from public;
