-- Whoever is shut out of a file neither counts it among those that ended nor destroys it: a list with such a file is carried out by somebody to whom all of it is open.
create or replace function retention.ended_files(today date, at_most int)
  returns table (file uuid, reference text, outcome text, ended_on date, held text[])
  language sql stable security definer set search_path = '' as $$
    select file.id, file.reference, file.outcome, file.state_since,
      array(select distinct hold.reason from retention.hold where hold.file = file.id and lifted_on is null and (until is null or until >= today) order by 1)
    from cases.file
    where app.office_kind() = 'data-protection' and file.outcome is not null and not access.is_shut_out(file.id)
      and not exists (select from retention.run_file where run_file.file = file.id and run_file.destroyed_at is not null)
    order by file.state_since, file.reference limit at_most
  $$;

create or replace function retention.empty_file(asked uuid, of_run uuid, today date) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(app.office_kind(), '') <> 'data-protection'
    or access.is_shut_out(asked)
    or not exists (select from retention.run_file where run = of_run and file = asked and destroyed_at is null)
    or retention.is_held(asked, today)
    or not exists (select from cases.file where id = asked and outcome is not null) then
    return false;
  end if;
  update cases.clock set closed_on = greatest(today, starts_on) where file = asked and closed_on is null;
  perform retention.forget_in_clear(asked);
  return true;
end $$;

-- Whether a list holds more than the actor sees.
create function retention.is_closed_in_part(of_run uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce(app.office_kind(), '') = 'data-protection' and exists (select from retention.run_file where run = of_run and access.is_shut_out(file))
$$;
revoke all on function retention.is_closed_in_part(uuid) from public;
grant execute on function retention.is_closed_in_part(uuid) to ariadne_app;
