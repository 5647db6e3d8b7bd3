-- The figures of the procedure itself, for the analysis centre alone: how far people come, how long each thing is waited for, which clocks are kept.
-- Only numbers leave: no id, no reference and no day of anybody. What a place, a wait and an ending are, the country says with the question.

-- Which part of the people somebody is counted in.
create function statistics.part_of(part text, sex text, is_child boolean, on_day date) returns text language sql immutable as $$
  select case part when 'sex' then sex when 'age' then case when is_child then 'child' else 'adult' end when 'year' then to_char(on_day, 'YYYY') else 'all' end
$$;

-- Persons by what they have reached, as a bit for each of the given kinds, with where they stand and on which ground it ended.
create function statistics.count_way(part text, first_day date, last_day date, kinds jsonb, endings text[])
  returns table (part_code text, taken int, state text, has_ended boolean, ground text, persons int)
  language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with kind as materialized (select named.bit, named.step from jsonb_to_recordset(kinds) as named (bit int, step text)),
    reached as (
      select step.file, bit_or(1 << kind.bit) as mask from protection.step join kind on kind.step = step.step
      where step.file in (select file.id from cases.file where file.opened_on between first_day and last_day) group by step.file
    ),
    ended as (
      select distinct on (step.file) step.file, step.input ->> 'ground' as ground from protection.step where step.step = any (endings) order by step.file, step.number desc
    )
    select statistics.part_of(part, file.sex, file.is_child, file.opened_on), coalesce(reached.mask, 0), file.state, file.outcome is not null,
      case when file.outcome is not null then ended.ground end, count(*)::int
    from cases.file left join reached on reached.file = file.id left join ended on ended.file = file.id
    where file.opened_on between first_day and last_day
    group by 1, 2, 3, 4, 5;
end $$;

-- Waits that began in these days, by how they ended and after how many days. Who asks again while nobody has answered has waited since the first time.
create function statistics.count_waits(part text, first_day date, last_day date, today date, zone text, spans jsonb)
  returns table (part_code text, wait text, fate text, days int, waited int)
  language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    with span as materialized (select named.wait, named.pair, named.role, named.event from jsonb_to_recordset(spans) as named (wait text, pair int, role text, event text)),
    happened as (
      select span.pair, step.file, step.number::bigint as place, step.taken_on as on_day, span.role from protection.step join span on span.event = step.step
      union all
      select span.pair, referral.file, event.number, (event.at at time zone zone)::date, span.role
        from referral.event join referral.referral on referral.id = event.referral join span on span.event = 'referral:' || event.step
      union all
      select span.pair, file.id, -1, file.opened_on, span.role from cases.file join span on span.event = 'opened'
      union all
      select span.pair, file.id, 9223372036854775807, file.state_since, span.role from cases.file join span on span.event = 'ended' where file.outcome is not null
    ),
    placed as (
      select *, count(*) filter (where role <> 'from') over (partition by pair, file order by place rows between unbounded preceding and 1 preceding) as turn from happened
    ),
    turns as (
      select pair, file, min(on_day) filter (where role = 'from') as since, min(on_day) filter (where role = 'to') as met, min(on_day) filter (where role = 'stop') as stopped
      from placed group by pair, file, turn
    ),
    waiting as (
      select turns.pair, turns.since, file.sex, file.is_child,
        case when met is not null then 'met' when stopped is not null or file.outcome is not null then 'left' else 'waiting' end as fate,
        greatest(0, coalesce(met, stopped, case when file.outcome is not null then file.state_since end, today) - turns.since) as days
      from turns join cases.file on file.id = turns.file where turns.since between first_day and last_day
    )
    select statistics.part_of(part, waiting.sex, waiting.is_child, waiting.since), pairs.wait, waiting.fate, waiting.days, count(*)::int
    from waiting join (select distinct span.pair, span.wait from span) as pairs on pairs.pair = waiting.pair
    group by 1, 2, 3, 4;
end $$;

-- Clocks that were due in these days, by kind, by the kind of office that owned them, and by how they ended; `with_file` closed on the day on which the file ended.
create function statistics.count_clocks(part text, first_day date, last_day date, today date)
  returns table (part_code text, clock text, owner text, fate text, with_file boolean, days int, clocks int)
  language plpgsql stable security definer set search_path = '' set jit = off as $$
begin
  if coalesce(app.office_kind(), '') <> 'analysis-centre' then
    return;
  end if;
  return query
    select statistics.part_of(part, file.sex, file.is_child, run.ends_on), run.key, coalesce(office.profession, office.kind, 'unknown'),
      case when run.closed_on <= run.ends_on then 'kept' when run.closed_on is not null then 'late' when run.ends_on < today and run.suspended_since is null then 'open-late' else 'open' end,
      coalesce(run.closed_on = file.state_since and file.outcome is not null, false),
      case when run.closed_on is not null then greatest(0, run.closed_on - run.ends_on) when run.suspended_since is null then greatest(0, today - run.ends_on) else 0 end,
      count(*)::int
    from cases.clock as run join cases.file on file.id = run.file left join accounts.office on office.id = run.owner_office
    where run.ends_on between first_day and last_day
    group by 1, 2, 3, 4, 5, 6;
end $$;

revoke all on function statistics.part_of(text, text, boolean, date), statistics.count_way(text, date, date, jsonb, text[]),
  statistics.count_waits(text, date, date, date, text, jsonb), statistics.count_clocks(text, date, date, date) from public;
grant execute on function statistics.count_way(text, date, date, jsonb, text[]), statistics.count_waits(text, date, date, date, text, jsonb),
  statistics.count_clocks(text, date, date, date) to ariadne_app;
