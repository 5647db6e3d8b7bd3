-- The steps that somebody has taken, in their order, and what happened to her referrals stand in her coded row: a wait is counted there instead of in all steps.
-- A course is a word with one letter for each step. Which of its letters begin a wait and which end it is worked out once for all who went the same course;
-- what a step means the country says with the question, as before.

-- The letter of each kind of step, given when it is first taken; what happens to a referral is called as the country's rules call it.
create table statistics.step_letter (
  step text primary key,
  number int generated always as identity,
  letter text not null generated always as (chr(47 + number)) stored constraint "a letter means one step" unique
);
insert into statistics.step_letter (step)
  select step.step from protection.step group by step.step union select 'referral:' || event.step from referral.event group by event.step order by 1;

alter table statistics.coded_person
  add column ended_on date,
  add column course text not null default '',
  -- For each letter the days from the opening of the file.
  add column course_days int[] not null default '{}',
  add column referral_course text not null default '',
  -- Moments, since on which day something was the country's zone decides.
  add column referral_moments timestamptz[] not null default '{}';

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
    went.course, went.days as course_days, referred.course as referral_course, referred.moments as referral_moments
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
      course = excluded.course, course_days = excluded.course_days, referral_course = excluded.referral_course, referral_moments = excluded.referral_moments
    where (coded_person.*) is distinct from (excluded.*);
  return null;
end $$;

drop trigger "a person is coded anew when her file changes" on cases.file;
create constraint trigger "a person is coded anew when her file changes" after update on cases.file
  deferrable initially deferred for each row
  when ((old.opened_on, old.state, old.state_since, old.outcome, old.forms, old.sector, old.sex, old.is_child, old.birth_year, old.citizenship, old.district, old.opened_by, old.exploited_in)
    is distinct from (new.opened_on, new.state, new.state_since, new.outcome, new.forms, new.sector, new.sex, new.is_child, new.birth_year, new.citizenship, new.district, new.opened_by, new.exploited_in))
  execute function statistics.code_person();
create constraint trigger "a person is coded anew with what happens to her referral" after insert or update or delete on referral.event
  deferrable initially deferred for each row execute function statistics.code_person();
create constraint trigger "a person is coded anew without a referral" after delete on referral.referral
  deferrable initially deferred for each row execute function statistics.code_person();

-- The day of a place in a course, from the opening of the file.
create function statistics.day_at(days int[], moments timestamptz[], place int, zone text, opened_on date) returns int language sql immutable as $$
  select coalesce(days[place], (moments[place] at time zone zone)::date - opened_on)
$$;

create or replace function statistics.count_waits(part text, first_day date, last_day date, today date, zone text, spans jsonb)
  returns table (part_code text, wait text, fate text, days int, waited int)
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '96MB' set enable_nestloop = off set enable_mergejoin = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with span as materialized (
      select named.wait, named.pair, named.role, named.event, step_letter.letter, bool_or(named.role = 'from' and named.event = 'opened') over (partition by named.pair) as since_opening
      from jsonb_to_recordset(spans) as named (wait text, pair int, role text, event text) left join statistics.step_letter on step_letter.step = named.event
    ),
    pairs as materialized (
      select span.pair, min(span.wait) as wait, bool_or(span.since_opening) as since_opening, bool_or(span.event = 'ended' and span.role = 'to') as until_end, bool_or(span.event like 'referral:%') as of_referral
      from span group by span.pair
    ),
    person as materialized (
      select case part when 'sex' then coded_person.sex when 'age' then coded_person.age when 'year' then null else 'all' end as code, coded_person.opened_on, coded_person.ended_on - coded_person.opened_on as ended,
        coded_person.course, coded_person.course_days, coded_person.referral_course, coded_person.referral_moments
      from statistics.coded_person where coded_person.opened_on <= last_day and (coded_person.ended_on is null or coded_person.ended_on >= first_day)
    ),
    course as materialized (
      select named.course, row_number() over ()::int as id from (select person.course from person group by 1 union select person.referral_course from person group by 1) as named
    ),
    happened as materialized (
      select span.pair, course.id, taken.place::int as place, span.role, span.since_opening
      from course cross join lateral unnest(string_to_array(course.course, null)) with ordinality as taken (letter, place) join span on span.letter = taken.letter
    ),
    -- Each time that a course waits for something: from which place, or from which first and which others where it was asked again, until which or which others.
    turn as materialized (
      select placed.pair, placed.id, min(place) filter (where role = 'from') as asked, array_agg(place) filter (where role = 'from') as all_asked,
        min(place) filter (where role = 'to') as met, null::int[] as all_met, min(place) filter (where role = 'stop') as stopped
      from (
        select happened.*, count(*) filter (where role <> 'from') over (partition by pair, id order by place rows between unbounded preceding and 1 preceding) as turn from happened where not since_opening
      ) as placed group by placed.pair, placed.id, placed.turn having count(*) filter (where role = 'from') > 0
      union all
      select pairs.pair, course.id, null, null, opening.met, opening.all_met, null
      from course cross join pairs
        left join (select happened.pair, happened.id, min(place) as met, array_agg(place) as all_met from happened where since_opening and role = 'to' group by 1, 2) as opening on opening.pair = pairs.pair and opening.id = course.id
      where pairs.since_opening
    ),
    walk as (
      select false as of_referral, course.id, person.code, person.opened_on, person.ended, person.course_days as taken, null::timestamptz[] as moments from person join course on course.course = person.course
      union all
      select true, course.id, person.code, person.opened_on, person.ended, null, person.referral_moments from person join course on course.course = person.referral_course
    ),
    waiting as (
      select turn.pair, walk.code, walk.opened_on, walk.ended,
        case when turn.asked is null then 0 when cardinality(turn.all_asked) = 1 then statistics.day_at(taken, moments, turn.asked, zone, opened_on)
          else (select min(statistics.day_at(taken, moments, each, zone, opened_on)) from unnest(turn.all_asked) as each) end as since,
        case when pairs.until_end then walk.ended when cardinality(turn.all_met) > 1 then (select min(statistics.day_at(taken, moments, each, zone, opened_on)) from unnest(turn.all_met) as each)
          else statistics.day_at(taken, moments, turn.met, zone, opened_on) end as met,
        statistics.day_at(taken, moments, turn.stopped, zone, opened_on) as stopped
      from turn join pairs on pairs.pair = turn.pair join walk on walk.id = turn.id and walk.of_referral = pairs.of_referral
    ),
    told as (
      select waiting.pair, coalesce(waiting.code, extract(year from opened_on + since)::text) as code,
        case when met is not null then 1 when stopped is not null or ended is not null then 2 else 3 end as ending, greatest(0, coalesce(met, stopped, ended, today - opened_on) - since) as lasted, count(*) as many
      from waiting where opened_on + since between first_day and last_day group by 1, 2, 3, 4
    )
    select told.code, pairs.wait, (array['met', 'left', 'waiting'])[told.ending], told.lasted, sum(told.many)::int from told join pairs on pairs.pair = told.pair group by 1, 2, 3, 4;
end $$;

-- What somebody has taken is worked out once for each course as well.
create or replace function statistics.count_way(part text, first_day date, last_day date, kinds jsonb, endings text[])
  returns table (part_code text, taken int, state text, has_ended boolean, ground text, persons int)
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '96MB' as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with person as materialized (
      select coded_person.file, statistics.part_of(part, coded_person.sex, coded_person.age = 'child', coded_person.opened_on) as code, coded_person.course, coded_person.state, coded_person.ended_on is not null as ended
      from statistics.coded_person where coded_person.opened_on between first_day and last_day
    ),
    kind as materialized (select step_letter.letter, bit_or(1 << named.bit) as bits from jsonb_to_recordset(kinds) as named (bit int, step text) join statistics.step_letter on step_letter.step = named.step group by 1),
    marked as (
      select course.course, coalesce(bit_or(kind.bits), 0) as mask
      from (select distinct person.course from person) as course cross join lateral unnest(string_to_array(course.course, null)) as taken (letter) join kind on kind.letter = taken.letter group by 1
    ),
    ended as (
      select distinct on (step.file) step.file, step.input ->> 'ground' as ground from protection.step where step.step = any (endings) order by step.file, step.number desc
    )
    select person.code, coalesce(marked.mask, 0), person.state, person.ended, case when person.ended then ended.ground end, count(*)::int
    from person left join marked on marked.course = person.course left join ended on ended.file = person.file
    group by 1, 2, 3, 4, 5;
end $$;

revoke all on function statistics.day_at(int[], timestamptz[], int, text, date) from public;

update statistics.coded_person set ended_on = person.ended_on, course = person.course, course_days = person.course_days, referral_course = person.referral_course, referral_moments = person.referral_moments
from statistics.person_on_file as person where person.file = coded_person.file;
