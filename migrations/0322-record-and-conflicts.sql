-- Who is shut out of a file reads nothing of it in the record of acts either, also where she watches over the data of all; and what is new counts only what its reader sees.

create or replace function audit.may_ask_who_saw(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select (coalesce(app.office_kind(), '') = 'data-protection' and not access.is_shut_out(asked)) or cases.sees(asked, array['centre', 'guardian'])
  $$;

create or replace function audit.file_of_reference(asked text) returns uuid
  language sql stable security definer set search_path = '' as $$
    select file.id from cases.file where file.reference = upper(asked) and coalesce(app.office_kind(), '') = 'data-protection' and not access.is_shut_out(file.id)
  $$;

-- The files from which the actor is shut out, with the reports they came of.
create function audit.closed_files() returns uuid[] language sql stable security definer set search_path = '' as $$
  select array(select file from access.conflict where account in (app.account(), app.stands_for()) and ended_at is null)
$$;

-- A line about such a file is not there; a list that showed it among others is shown without it.
create or replace function audit.read_lines(reader text, wanted jsonb, most int)
  returns table (number bigint, at timestamptz, who text, office text, route text, kind text, outcome text, refusal text, reference text, shown int, about text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  closed uuid[] := audit.closed_files();
  closed_reports uuid[] := array(select report from referral.referral where file = any (closed) and report is not null);
  asked_file uuid := (select file.id from cases.file where file.reference = upper(wanted ->> 'reference') and file.id <> all (closed));
  asked_accounts uuid[];
  asked_office uuid := (wanted ->> 'office')::uuid;
  before bigint := coalesce((wanted ->> 'before')::bigint, 9223372036854775807);
  since timestamptz := (wanted ->> 'from')::timestamp at time zone (wanted ->> 'zone');
  until timestamptz := ((wanted ->> 'to')::timestamp + interval '1 day') at time zone (wanted ->> 'zone');
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' or (wanted ->> 'reference' is not null and asked_file is null) then
    return;
  end if;
  if wanted ->> 'who' is not null then
    asked_accounts := array(select account.id from accounts.account
      where account.login = lower(wanted ->> 'who') or position(lower(wanted ->> 'who') in lower(account.name)) > 0 limit 50);
  end if;
  return query
    with line as (
      (select * from audit.line as every
        where asked_file is null and every.number < before
          and (every.file is null or every.file <> all (closed)) and (every.report is null or every.report <> all (closed_reports))
          and (asked_accounts is null or every.account = any (asked_accounts) or every.about_account = any (asked_accounts))
          and (asked_office is null or every.office = asked_office)
          and (wanted ->> 'outcome' is null or every.outcome = wanted ->> 'outcome')
          and (wanted ->> 'subject' is null or every.route like (wanted ->> 'subject') || '.%')
          and (since is null or every.at >= since) and (until is null or every.at < until)
        order by every.number desc limit most)
      union all
      (select * from audit.about_file(asked_file) as every
        where asked_file is not null and every.number < before
          and (every.file is null or every.file <> all (closed)) and (every.report is null or every.report <> all (closed_reports))
          and (asked_accounts is null or every.account = any (asked_accounts) or every.about_account = any (asked_accounts))
          and (asked_office is null or every.office = asked_office)
          and (wanted ->> 'outcome' is null or every.outcome = wanted ->> 'outcome')
          and (wanted ->> 'subject' is null or every.route like (wanted ->> 'subject') || '.%')
          and (since is null or every.at >= since) and (until is null or every.at < until)
        order by every.number desc limit most)
    )
    select line.number, line.at, account.name, office.name ->> reader, line.route, line.kind, line.outcome, line.refusal, file.reference,
      (select count(*)::int from unnest(line.shown) as listed where listed <> all (closed)), about.name
    from line
      left join accounts.account on account.id = line.account
      left join accounts.account as about on about.id = line.about_account
      left join accounts.office on office.id = line.office
      left join cases.file on file.id = line.file
    order by line.number desc;
end $$;

do $$
declare
  asked text := pg_get_functiondef('accounts.news(int)'::regprocedure);
  changed text;
begin
  changed := replace(asked, 'where referral.from_office = mine and event.office <> mine and event.at > since limit most',
    'where referral.from_office = mine and event.office <> mine and event.at > since and cases.sees(referral.file, array[''reporter'']) limit most');
  changed := replace(changed, 'select line.at, line.account from audit.line order by line.number desc limit most',
    'select line.at, line.account from audit.line where line.file is null or line.file <> all (audit.closed_files()) order by line.number desc limit most');
  if changed = asked or position('closed_files' in changed) = 0 then
    raise exception 'accounts.news reads otherwise than expected';
  end if;
  execute changed;
end $$;

-- What data protection keeps and destroys is bound by a conflict as well.
create policy "a hold is kept from whoever is shut out" on retention.hold as restrictive for select to ariadne_app using (not access.is_shut_out(file));
create policy "a run is kept from whoever is shut out of its file" on retention.run_file as restrictive for select to ariadne_app using (not access.is_shut_out(file));

revoke all on function audit.closed_files() from public;
grant execute on function audit.closed_files() to ariadne_app;
