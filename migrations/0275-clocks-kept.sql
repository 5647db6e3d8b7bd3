-- Whether the clocks that ran for somebody were kept is a fact of the coded person like the others.
-- A clock that nobody closes is missed by the passing of a day alone, so the row has the day until which it may run, and the question has the day of counting.

alter table statistics.coded_person
  -- The kinds of clock of which one was closed, and those of which one was closed late.
  add column clocks_ended text[] not null default '{}',
  add column clocks_late text[] not null default '{}',
  -- The kinds of which one is open, with the days from the opening of the file to its last day; null where it stands still.
  add column clocks_open jsonb not null default '{}';

create or replace view statistics.person_on_file as
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
      from (select step.step, min(step.taken_on) as first_on from protection.step where step.file = file.id group by step.step) as taken), '{}') as first_taken,
    coalesce(file.exploited_in, 'not-collected') as exploited_in,
    run.ended as clocks_ended, run.late as clocks_late, run.open as clocks_open
  from cases.file cross join lateral (
    select coalesce(array_agg(kind.key order by kind.key) filter (where kind.has_ended), '{}') as ended, coalesce(array_agg(kind.key order by kind.key) filter (where kind.was_late), '{}') as late,
      coalesce(jsonb_object_agg(kind.key, kind.first_due - file.opened_on) filter (where kind.is_open), '{}') as open
    from (
      select clock.key, bool_or(clock.closed_on is not null) as has_ended, bool_or(clock.closed_on > clock.ends_on) is true as was_late, bool_or(clock.closed_on is null) as is_open,
        min(clock.ends_on) filter (where clock.closed_on is null and clock.suspended_since is null) as first_due
      from cases.clock where clock.file = file.id group by clock.key
    ) as kind
  ) as run;

create or replace function statistics.code_person() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  changed uuid;
begin
  if tg_table_name = 'file' then changed := new.id; elsif tg_op = 'DELETE' then changed := old.file; else changed := new.file; end if;
  perform from statistics.coded_person where coded_person.file = changed for no key update;
  insert into statistics.coded_person select * from statistics.person_on_file where person_on_file.file = changed
    on conflict (file) do update set opened_on = excluded.opened_on, month = excluded.month, state = excluded.state, outcome = excluded.outcome, form = excluded.form,
      sector = excluded.sector, sex = excluded.sex, age = excluded.age, age_band = excluded.age_band, citizenship = excluded.citizenship, district = excluded.district,
      detected_by = excluded.detected_by, first_taken = excluded.first_taken, exploited_in = excluded.exploited_in,
      clocks_ended = excluded.clocks_ended, clocks_late = excluded.clocks_late, clocks_open = excluded.clocks_open
    where (coded_person.*) is distinct from (excluded.*);
  return null;
end $$;

create constraint trigger "a person is coded anew with each clock" after insert or delete on cases.clock
  deferrable initially deferred for each row execute function statistics.code_person();
create constraint trigger "a person is coded anew when her clock moves" after update on cases.clock
  deferrable initially deferred for each row
  when ((old.key, old.ends_on, old.suspended_since, old.closed_on) is distinct from (new.key, new.ends_on, new.suspended_since, new.closed_on)) execute function statistics.code_person();

-- The kinds of clock that a fact is about: those that the country names for it, or all that it names.
create function statistics.clocks_of(dimension text, named jsonb) returns text[] language sql immutable as $$
  select coalesce(array_agg(kind), '{}') from jsonb_each(named) as sorted (fact, kinds), jsonb_array_elements_text(kinds) as kind where dimension in ('clocks', 'clocks-' || fact)
$$;

create or replace function statistics.fact_of(dimension text, milestones jsonb) returns text language sql immutable as $$
  select case
    when dimension in ('state', 'outcome', 'form', 'sector', 'sex', 'age', 'citizenship', 'district', 'month') then 'person.' || dimension
    when dimension = 'exploited-in' then 'person.exploited_in'
    when dimension = 'age-band' then 'person.age_band'
    when dimension = 'year' then 'left(person.month, 4)'
    when dimension = 'detected-by' then $f$coalesce(detector.service, 'unknown')$f$
    when dimension = 'status' then format($f$case when person.first_taken ?| %L then 'identified' else 'presumed' end$f$, statistics.steps_of(milestones -> 'identified'))
    when dimension = 'reached' then coalesce((select 'case ' || string_agg(format('when person.first_taken ?| %L then %L', statistics.steps_of(place -> 'steps'), place ->> 'key'), ' ' order by number desc) || $f$ else 'detected' end$f$
      from jsonb_array_elements(milestones -> 'way') with ordinality as places (place, number)), $f$'detected'$f$)
    when dimension in ('to-acceptance', 'to-reflection', 'to-statement', 'to-permit') then format('statistics.span(least(null::int%s))',
      (select string_agg(format(', (person.first_taken -> %L)::int', step), '') from unnest(statistics.steps_of(milestones -> substr(dimension, 4))) as step))
    when dimension in ('clocks', 'clocks-referral', 'clocks-reflection', 'clocks-residence', 'clocks-answers') and milestones ? 'today' then (
      select format($f$case when not (person.clocks_ended && %1$L::text[] or person.clocks_open ?| %1$L::text[]) then 'no-clock'
          when person.clocks_late && %1$L::text[] or person.opened_on + least(null::int%2$s) < %3$L::date then 'missed' when person.clocks_ended && %1$L::text[] then 'kept' else 'running' end$f$,
        kinds, (select string_agg(format(', (person.clocks_open ->> %L)::int', kind), '') from unnest(kinds) as kind), milestones ->> 'today')
      from statistics.clocks_of(dimension, milestones -> 'clocks') as kinds)
  end
$$;

create or replace function statistics.coded_facts(first_day date, last_day date, milestones jsonb, most int)
  returns table (facts jsonb) language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  every constant text[] := array['state', 'outcome', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'exploited-in', 'month', 'detected-by', 'status', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit',
    'clocks', 'clocks-referral', 'clocks-reflection', 'clocks-residence', 'clocks-answers'];
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query execute format('select jsonb_build_object(%s) from (select * from statistics.coded_person where opened_on between $1 and $2 order by random() limit $3) as person
    left join (select id, coalesce(profession, kind) as service from accounts.office) as detector on detector.id = person.detected_by',
    (select string_agg(format('%L, %s', named, statistics.fact_of(named, milestones)), ', ') from unnest(every) as named where statistics.fact_of(named, milestones) is not null))
    using first_day, last_day, most;
end $$;

revoke all on function statistics.clocks_of(text, jsonb) from public;

update statistics.coded_person set clocks_ended = person.clocks_ended, clocks_late = person.clocks_late, clocks_open = person.clocks_open from statistics.person_on_file as person
where person.file = coded_person.file;
