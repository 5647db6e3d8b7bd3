-- The day by which a file is due is that of its first open clock, whoever starts, moves, suspends or stops it.
-- Until now it was worked out with the state alone: a clock that stopped after that left a file late for nothing.
create function cases.keep_due() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.file set due_on = first.ends_on
    from (select min(clock.ends_on) as ends_on from cases.clock where clock.file = new.file and clock.closed_on is null and clock.suspended_since is null) as first
    where file.id = new.file and file.due_on is distinct from first.ends_on;
  return null;
end $$;
revoke all on function cases.keep_due() from public;
create trigger "a file is due with its first open clock" after insert or update of ends_on, closed_on, suspended_since on cases.clock
  for each row execute function cases.keep_due();

create or replace function cases.keep_state(asked uuid, new_state text, since date, new_variant text, child boolean, new_outcome text,
    for_office uuid, because text, subject text, waits_since date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'immigration-office', 'magistrate', 'guardian', 'reporter']) then
    raise exception 'the file is not this office''s to move';
  end if;
  update cases.file set state = new_state, state_since = since, variant = new_variant, is_child = child, outcome = new_outcome,
    waiting_office = for_office, waiting_because = because, waiting_subject = subject, waiting_since = waits_since
  where id = asked;
end $$;

create or replace function cases.hand_over(asked uuid, to_office uuid, on_day date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['centre', 'reporter']) then
    raise exception 'the file is not this office''s to hand over';
  end if;
  update cases.file set holder_office = to_office, waiting_office = to_office, waiting_since = on_day where id = asked;
end $$;

update cases.file set due_on = first.ends_on
  from (select file.id, min(clock.ends_on) as ends_on from cases.file left join cases.clock on clock.file = file.id and clock.closed_on is null and clock.suspended_since is null group by file.id) as first
  where file.id = first.id and file.due_on is distinct from first.ends_on;
