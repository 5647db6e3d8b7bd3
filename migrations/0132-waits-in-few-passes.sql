-- The same figures in fewer passes: a wait from the opening needs no order, and where something was asked and answered once none either. Only who asked
-- or was answered more than once is put in order. What tells parts of the people apart is written into the statement instead of called for each row.

create or replace function statistics.part_of(part text, sex text, is_child boolean, on_day date) returns text language sql immutable as $$
  select case part when 'sex' then sex when 'age' then case when is_child then 'child' else 'adult' end when 'year' then extract(year from on_day)::text else 'all' end
$$;

create or replace function statistics.count_waits(part text, first_day date, last_day date, today date, zone text, spans jsonb)
  returns table (part_code text, wait text, fate text, days int, waited int)
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '96MB' set enable_nestloop = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with span as materialized (
      select named.wait, named.pair, case named.role when 'from' then 0 when 'to' then 1 else 2 end as role, named.event,
        bool_or(named.role = 'from' and named.event = 'opened') over (partition by named.pair) as since_opening
      from jsonb_to_recordset(spans) as named (wait text, pair int, role text, event text)
    ),
    pairs as (select span.pair, min(span.wait) as wait, bool_or(span.since_opening) as since_opening, bool_or(span.event = 'ended' and span.role = 1) as until_end from span group by span.pair),
    person as materialized (
      select file.id, file.opened_on, file.sex, file.is_child, case when file.outcome is not null then file.state_since end as ended_on
      from cases.file where file.opened_on <= last_day and (file.outcome is null or file.state_since >= first_day)
    ),
    first_met as (
      select span.pair, step.file, min(step.taken_on) as met
      from protection.step join span on span.event = step.step and span.since_opening and span.role = 1 group by span.pair, step.file
    ),
    happened as materialized (
      select span.pair, step.file, step.number::bigint as place, step.taken_on as on_day, span.role
        from protection.step join span on span.event = step.step and not span.since_opening join person on person.id = step.file
      union all
      select span.pair, referral.file, event.number, (event.at at time zone zone)::date, span.role
        from referral.event join referral.referral on referral.id = event.referral join span on span.event = 'referral:' || event.step join person on person.id = referral.file
    ),
    tally as materialized (
      select pair, file, min(on_day) filter (where role = 0) as since, min(on_day) filter (where role = 1) as met, min(on_day) filter (where role = 2) as stopped,
        count(*) filter (where role <> 0) = 0 or (count(*) filter (where role <> 0) = 1 and max(place) filter (where role = 0) < max(place) filter (where role <> 0)) as is_plain
      from happened group by pair, file having count(*) filter (where role = 0) > 0
    ),
    placed as (
      select happened.*, count(*) filter (where role <> 0) over (partition by pair, file order by place rows between unbounded preceding and 1 preceding) as turn
      from happened where (pair, file) in (select tally.pair, tally.file from tally where not tally.is_plain)
    ),
    turns as (
      select pair, file, since, met, stopped from tally where is_plain
      union all
      select pair, file, min(on_day) filter (where role = 0), min(on_day) filter (where role = 1), min(on_day) filter (where role = 2) from placed group by pair, file, turn
    ),
    waiting as (
      select turns.pair, turns.since, turns.met, turns.stopped, person.sex, person.is_child, person.ended_on from turns join person on person.id = turns.file
      union all
      select pairs.pair, person.opened_on, case when pairs.until_end then person.ended_on else first_met.met end, null, person.sex, person.is_child, person.ended_on
        from person cross join pairs left join first_met on first_met.file = person.id and first_met.pair = pairs.pair where pairs.since_opening
    ),
    told as (
      select waiting.pair, statistics.part_of(part, waiting.sex, waiting.is_child, waiting.since) as code,
        case when waiting.met is not null then 'met' when waiting.stopped is not null or waiting.ended_on is not null then 'left' else 'waiting' end as ending,
        greatest(0, coalesce(waiting.met, waiting.stopped, waiting.ended_on, today) - waiting.since) as lasted, count(*) as many
      from waiting where waiting.since between first_day and last_day group by 1, 2, 3, 4
    )
    select told.code, pairs.wait, told.ending, told.lasted, sum(told.many)::int from told join pairs on pairs.pair = told.pair group by 1, 2, 3, 4;
end $$;

-- A clock belongs to one of few kinds: they are counted before anything is written out.
create or replace function statistics.count_clocks(part text, first_day date, last_day date, today date)
  returns table (part_code text, clock text, owner text, fate text, with_file boolean, days int, clocks int)
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '96MB' as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with counted as (
      select statistics.part_of(part, file.sex, file.is_child, run.ends_on) as code, run.key, run.owner_office, run.closed_on is not null as is_closed, run.suspended_since is not null as is_still,
        coalesce(run.closed_on = file.state_since and file.outcome is not null, false) as with_end,
        greatest(0, coalesce(run.closed_on, today) - run.ends_on) as late, count(*) as many
      from cases.clock as run join cases.file on file.id = run.file
      where run.ends_on between first_day and last_day group by 1, 2, 3, 4, 5, 6, 7
    )
    select counted.code, counted.key, coalesce(office.profession, office.kind, 'unknown'),
      case when is_closed and late = 0 then 'kept' when is_closed then 'late' when late > 0 and not is_still then 'open-late' else 'open' end,
      counted.with_end, case when is_closed or not is_still then late else 0 end, sum(many)::int
    from counted left join accounts.office on office.id = counted.owner_office
    group by 1, 2, 3, 4, 5, 6;
end $$;

create or replace function statistics.count_way(part text, first_day date, last_day date, kinds jsonb, endings text[])
  returns table (part_code text, taken int, state text, has_ended boolean, ground text, persons int)
  language plpgsql stable security definer set search_path = '' set jit = off set work_mem = '96MB' as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with kind as materialized (select named.bit, named.step from jsonb_to_recordset(kinds) as named (bit int, step text)),
    reached as (select step.file, bit_or(1 << kind.bit) as mask from protection.step join kind on kind.step = step.step group by step.file),
    ended as (
      select distinct on (step.file) step.file, step.input ->> 'ground' as ground from protection.step where step.step = any (endings) order by step.file, step.number desc
    )
    select statistics.part_of(part, file.sex, file.is_child, file.opened_on), coalesce(reached.mask, 0), file.state, file.outcome is not null,
      case when file.outcome is not null then ended.ground end, count(*)::int
    from cases.file left join reached on reached.file = file.id left join ended on ended.file = file.id
    where file.opened_on between first_day and last_day
    group by 1, 2, 3, 4, 5;
end $$;
