-- A limit on emergencies without hours counts every one that nobody has reviewed, however old.
create or replace function access.open_emergency(id uuid, asked text, why bytea, ends timestamptz, moment timestamptz, on_day date, hours int, per_person int, per_office int)
  returns table (file uuid, because text, standing int, since timestamptz)
  language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  found_file cases.file;
  own int;
  of_office int;
  own_since timestamptz;
  office_since timestamptz;
begin
  if coalesce(app.office_kind(), '') not in ('first-line', 'reception-centre') then
    return;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('emergencies of ' || app.office(), 0));
  select * into found_file from cases.file as looked where looked.reference = upper(asked)
    and not exists (select from access.seal where seal.file = looked.id) and not access.is_shut_out(looked.id);
  select count(*) filter (where emergency.account = app.account()), min(opened_at) filter (where emergency.account = app.account()),
      count(*) filter (where emergency.office = app.office()), min(opened_at) filter (where emergency.office = app.office())
    into own, own_since, of_office, office_since
    from access.emergency
    where (emergency.account = app.account() or emergency.office = app.office()) and reviewed_at is null
      and (hours is null or opened_at > moment - make_interval(hours => hours));
  because := case when own >= coalesce(per_person, 0) then 'person' when of_office >= coalesce(per_office, 0) then 'office' end;
  if because is not null then
    insert into access.emergency_refused (account, office, file, because, at) values (app.account(), app.office(), found_file.id, open_emergency.because, moment);
    standing := case because when 'person' then own else of_office end;
    since := case because when 'person' then own_since else office_since end;
    return next;
    return;
  end if;
  if found_file.id is null then
    return;
  end if;
  insert into access.emergency (id, file, account, office, reason, opened_at, until_at) values (open_emergency.id, found_file.id, app.account(), app.office(), why, moment, ends);
  insert into cases.party (file, office, account, relation, opened_on, since, ends_at)
    values (found_file.id, app.office(), app.account(), 'emergency', found_file.opened_on, on_day, ends)
    on conflict (office, relation, file, account) where until is null do update set ends_at = greatest(party.ends_at, excluded.ends_at);
  file := found_file.id;
  return next;
end $$;

-- What is new to whoever referred counts only what she sees: put in here where an earlier version left it out.
do $$
declare
  news text := pg_get_functiondef('accounts.news(int)'::regprocedure);
begin
  if position('and cases.sees(referral.file, array[''reporter''])' in news) = 0 then
    news := replace(news, 'where referral.from_office = mine and event.office <> mine and event.at > since limit most',
      'where referral.from_office = mine and event.office <> mine and event.at > since and cases.sees(referral.file, array[''reporter'']) limit most');
    if position('and cases.sees(referral.file, array[''reporter''])' in news) = 0 then
      raise exception 'accounts.news reads otherwise than expected';
    end if;
    execute news;
  end if;
end $$;
