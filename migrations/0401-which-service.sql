-- Which service reported somebody, below the kind that it is of, and which reception centre accompanies her: two facts more to count by.

alter table statistics.coded_person add column centre uuid;
-- Who accompanied her last counts on when her file has ended.
create index "the centres of a file" on cases.party (file, id) where relation = 'centre';

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
    run.ended as clocks_ended, run.late as clocks_late, run.open as clocks_open,
    case when file.outcome is not null then file.state_since end as ended_on,
    went.course, went.days as course_days, referred.course as referral_course, referred.moments as referral_moments,
    (select party.office from cases.party where party.file = file.id and party.relation = 'centre' order by party.until is null desc, party.id desc limit 1) as centre
  from cases.file cross join lateral (
    select coalesce(array_agg(kind.key order by kind.key) filter (where kind.has_ended), '{}') as ended, coalesce(array_agg(kind.key order by kind.key) filter (where kind.was_late), '{}') as late,
      coalesce(jsonb_object_agg(kind.key, kind.first_due - file.opened_on) filter (where kind.is_open), '{}') as open
    from (
      select clock.key, bool_or(clock.closed_on is not null) as has_ended, bool_or(clock.closed_on > clock.ends_on) is true as was_late, bool_or(clock.closed_on is null) as is_open,
        min(clock.ends_on) filter (where clock.closed_on is null and clock.suspended_since is null) as first_due
      from cases.clock where clock.file = file.id group by clock.key
    ) as kind
  ) as run cross join lateral (
    select coalesce(string_agg(step_letter.letter, '' order by step.number), '') as course, coalesce(array_agg(step.taken_on - file.opened_on order by step.number), '{}') as days
    from protection.step join statistics.step_letter on step_letter.step = step.step where step.file = file.id
  ) as went cross join lateral (
    select coalesce(string_agg(step_letter.letter, '' order by event.number), '') as course, coalesce(array_agg(event.at order by event.number), '{}') as moments
    from referral.referral join referral.event on event.referral = referral.id join statistics.step_letter on step_letter.step = 'referral:' || event.step where referral.file = file.id
  ) as referred;

create or replace function statistics.code_person() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  changed uuid;
  kind text;
begin
  if tg_table_name = 'file' then changed := new.id;
  elsif tg_table_name = 'event' then changed := (select referral.file from referral.referral where referral.id = case when tg_op = 'DELETE' then old.referral else new.referral end);
  elsif tg_op = 'DELETE' then changed := old.file; else changed := new.file; end if;
  if tg_table_name in ('step', 'event') and tg_op <> 'DELETE' then
    kind := case tg_table_name when 'event' then 'referral:' else '' end || new.step;
    if not exists (select from statistics.step_letter where step_letter.step = kind) then
      insert into statistics.step_letter (step) values (kind) on conflict do nothing;
    end if;
  end if;
  perform from statistics.coded_person where coded_person.file = changed for no key update;
  insert into statistics.coded_person select * from statistics.person_on_file where person_on_file.file = changed
    on conflict (file) do update set opened_on = excluded.opened_on, month = excluded.month, state = excluded.state, outcome = excluded.outcome, form = excluded.form,
      sector = excluded.sector, sex = excluded.sex, age = excluded.age, age_band = excluded.age_band, citizenship = excluded.citizenship, district = excluded.district,
      detected_by = excluded.detected_by, first_taken = excluded.first_taken, exploited_in = excluded.exploited_in,
      clocks_ended = excluded.clocks_ended, clocks_late = excluded.clocks_late, clocks_open = excluded.clocks_open, ended_on = excluded.ended_on,
      course = excluded.course, course_days = excluded.course_days, referral_course = excluded.referral_course, referral_moments = excluded.referral_moments, centre = excluded.centre
    where (coded_person.*) is distinct from (excluded.*);
  return null;
end $$;

drop trigger "a person is coded anew with who reported her" on cases.party;
create constraint trigger "a person is coded anew with who reported or accompanies her" after insert on cases.party
  deferrable initially deferred for each row when (new.relation in ('reporter', 'centre')) execute function statistics.code_person();
drop trigger "a person is coded anew with another reporter" on cases.party;
create constraint trigger "a person is coded anew with another reporter or centre" after update on cases.party
  deferrable initially deferred for each row
  when ((old.relation in ('reporter', 'centre') or new.relation in ('reporter', 'centre')) and (old.office, old.relation, old.until) is distinct from (new.office, new.relation, new.until)) execute function statistics.code_person();
drop trigger "a person is coded anew without her reporter" on cases.party;
create constraint trigger "a person is coded anew without her reporter or centre" after delete on cases.party
  deferrable initially deferred for each row when (old.relation in ('reporter', 'centre')) execute function statistics.code_person();

-- Who accompanied somebody whose file is destroyed is counted on as before; her parties are gone.
create or replace function statistics.keep_counted() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from retention.run_file where run_file.file = new.file and run_file.destroyed_at is not null) then
    new.age_band := old.age_band;
    new.detected_by := old.detected_by;
    new.centre := old.centre;
  end if;
  return new;
end $$;
drop trigger "a destroyed person stays as she was counted" on statistics.coded_person;
create trigger "a destroyed person stays as she was counted" before update on statistics.coded_person
  for each row when ((old.age_band, old.detected_by, old.centre) is distinct from (new.age_band, new.detected_by, new.centre)) execute function statistics.keep_counted();

create or replace function statistics.fact_of(dimension text, milestones jsonb) returns text language sql immutable as $$
  select case
    when dimension in ('state', 'outcome', 'form', 'sector', 'sex', 'age', 'citizenship', 'district', 'month') then 'person.' || dimension
    when dimension = 'exploited-in' then 'person.exploited_in'
    when dimension = 'age-band' then 'person.age_band'
    when dimension = 'year' then 'left(person.month, 4)'
    when dimension = 'detected-by' then $f$coalesce(detector.service, 'unknown')$f$
    when dimension = 'service' then $f$coalesce(detector.service || '/' || detector.key, 'unknown')$f$
    when dimension = 'centre' then $f$coalesce(accompanying.key, 'none')$f$
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
    left join (select id, key, coalesce(profession, kind) as service from accounts.office) as detector on detector.id = person.detected_by
    left join accounts.office as accompanying on accompanying.id = person.centre
    where person.opened_on between $1 and $2 group by %1$s',
    (select string_agg(statistics.fact_of(asked, milestones), ', ' order by place) from unnest(dimensions) with ordinality as named (asked, place)))
    using first_day, last_day;
end $$;

update statistics.coded_person set centre = person.centre from statistics.person_on_file as person where person.file = coded_person.file and person.centre is not null;
