-- Who saw a file, asked by those who may ask; and the reports that were read before there was a file.

alter table audit.line add column report uuid;
create index "lines of one report" on audit.line (report) where report is not null;
create index "lines of one office" on audit.line (office, number);
grant insert (report) on audit.line to ariadne_app;

-- Whose login it is that somebody tries. What was typed is not kept: it may have been a password.
create function accounts.account_of_login(asked text) returns uuid
  language sql stable security definer set search_path = '' as $$ select id from accounts.account where login = asked $$;

-- The lines that are about a file: that name it, that showed it in a list, or that were about the report it came of.
create function audit.about_file(asked uuid) returns setof audit.line
  language sql stable security definer set search_path = '' as $$
    select line.* from audit.line where line.file = asked
    union all
    select line.* from audit.line where line.shown @> array[asked] and line.file is distinct from asked
    union all
    select line.* from audit.line
      where line.report in (select referral.report from referral.referral where referral.file = asked and referral.report is not null)
        and line.file is distinct from asked and not coalesce(line.shown @> array[asked], false)
  $$;
revoke all on function audit.about_file(uuid) from public;

-- Whether the actor accompanies the person of a file today, or watches over the data of all.
create function audit.may_ask_who_saw(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select coalesce(app.office_kind(), '') = 'data-protection' or cases.sees(asked, array['centre', 'guardian'])
  $$;

-- Whether a reading is told to those who accompany and to the person. What magistrates and detectors read is left out whether there is such a reading or
-- not, so that its absence tells nothing of an investigation; who opened the file in an emergency is always told of.
create function audit.is_told(asked uuid, line audit.line, kind_of_office text) returns boolean
  language sql stable security definer set search_path = '' as $$
    select line.outcome in ('done', 'repeated') and (line.kind = 'act' or kind_of_office not in ('magistrate', 'first-line', 'analysis-centre', 'foreign-contact')
      or exists (select from cases.party where party.file = asked and party.office = line.office and party.relation = 'emergency'))
  $$;
revoke all on function audit.is_told(uuid, audit.line, text) from public;

-- Who saw a file, for those who accompany the person: offices, and names of colleagues of the own office alone.
create function audit.who_saw(asked uuid, reader text, most int, skipped int)
  returns table (number bigint, at timestamptz, who text, office text, office_kind text, own boolean, route text, kind text, listed boolean)
  language sql stable security definer set search_path = '' as $$
    select line.number, line.at, case when line.office = app.office() then account.name end, office.name ->> reader, office.kind,
      coalesce(line.office = app.office(), false), line.route, line.kind, line.file is distinct from asked and line.report is null
    from audit.about_file(asked) as line
      left join accounts.account on account.id = line.account
      join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and (audit.is_told(asked, line, office.kind) or (line.office = app.office() and line.outcome in ('done', 'repeated')))
    order by line.number desc limit most offset skipped
  $$;

-- For the person herself: by office and month, how often her file was read, listed and written to; no names of people.
create function audit.for_the_person(asked uuid, reader text)
  returns table (month date, office text, office_kind text, first_at timestamptz, last_at timestamptz, read int, listed int, written int)
  language sql stable security definer set search_path = '' as $$
    select date_trunc('month', line.at)::date, office.name ->> reader, office.kind, min(line.at), max(line.at),
      count(*) filter (where line.kind is distinct from 'act' and (line.file = asked or line.report is not null))::int,
      count(*) filter (where line.kind is distinct from 'act' and line.file is distinct from asked and line.report is null)::int,
      count(*) filter (where line.kind = 'act')::int
    from audit.about_file(asked) as line join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and audit.is_told(asked, line, office.kind)
    group by 1, office.id, office.name, office.kind
    order by 1, min(line.at)
  $$;

-- To whom the file was opened: whoever the law told on the first day, and every centre, guardian and authority that came later. A magistrate who came
-- later may have come for an investigation and is left out.
create function audit.told_of_file(asked uuid, reader text)
  returns table (office text, office_kind text, relation text, since date, until date)
  language sql stable security definer set search_path = '' as $$
    select office.name ->> reader, office.kind, party.relation, party.since, party.until
    from cases.party join accounts.office on office.id = party.office
    where audit.may_ask_who_saw(asked) and party.file = asked
      and party.relation in ('reporter', 'centre', 'former-centre', 'immigration-office', 'guardian', 'magistrate')
      and (party.relation <> 'magistrate' or party.since = party.opened_on)
    order by party.since, party.id
  $$;

-- The file of a reference, for whoever watches over the data of all and opens none.
create function audit.file_of_reference(asked text) returns uuid
  language sql stable security definer set search_path = '' as $$
    select file.id from cases.file where file.reference = upper(asked) and coalesce(app.office_kind(), '') = 'data-protection'
  $$;
create function audit.reference_of_file(asked uuid) returns text
  language sql stable security definer set search_path = '' as $$
    select file.reference from cases.file where file.id = asked and audit.may_ask_who_saw(asked)
  $$;

-- The record as data protection reads it: names of people and offices, references of files; nothing of what the files hold.
drop function audit.read_lines(text, int, int);
create function audit.read_lines(reader text, wanted jsonb, most int)
  returns table (number bigint, at timestamptz, who text, office text, route text, kind text, outcome text, refusal text, reference text, shown int, about text)
  language plpgsql stable security definer set search_path = '' as $$
declare
  asked_file uuid := (select file.id from cases.file where file.reference = upper(wanted ->> 'reference'));
  asked_accounts uuid[];
begin
  if coalesce(app.office_kind(), '') <> 'data-protection' or (wanted ->> 'reference' is not null and asked_file is null) then
    return;
  end if;
  if wanted ->> 'who' is not null then
    asked_accounts := array(select account.id from accounts.account
      where account.login = lower(wanted ->> 'who') or position(lower(wanted ->> 'who') in lower(account.name)) > 0 limit 50);
  end if;
  return query
    with found as (
      select line.* from audit.line
      where asked_file is null
        and (wanted ->> 'before' is null or line.number < (wanted ->> 'before')::bigint)
        and (asked_accounts is null or line.account = any (asked_accounts) or line.about_account = any (asked_accounts))
        and (wanted ->> 'office' is null or line.office = (wanted ->> 'office')::uuid)
        and (wanted ->> 'outcome' is null or line.outcome = wanted ->> 'outcome')
        and (wanted ->> 'route' is null or line.route = wanted ->> 'route')
        and (wanted ->> 'from' is null or line.at >= (wanted ->> 'from')::timestamptz)
        and (wanted ->> 'to' is null or line.at < (wanted ->> 'to')::timestamptz)
      order by line.number desc limit most
    ), of_file as (
      select line.* from audit.about_file(asked_file) as line
      where asked_file is not null
        and (wanted ->> 'before' is null or line.number < (wanted ->> 'before')::bigint)
        and (asked_accounts is null or line.account = any (asked_accounts) or line.about_account = any (asked_accounts))
        and (wanted ->> 'office' is null or line.office = (wanted ->> 'office')::uuid)
        and (wanted ->> 'outcome' is null or line.outcome = wanted ->> 'outcome')
        and (wanted ->> 'route' is null or line.route = wanted ->> 'route')
        and (wanted ->> 'from' is null or line.at >= (wanted ->> 'from')::timestamptz)
        and (wanted ->> 'to' is null or line.at < (wanted ->> 'to')::timestamptz)
      order by line.number desc limit most
    ), line as (select * from found union all select * from of_file)
    select line.number, line.at, account.name, office.name ->> reader, line.route, line.kind, line.outcome, line.refusal, file.reference,
      coalesce(cardinality(line.shown), 0), about.name
    from line
      left join accounts.account on account.id = line.account
      left join accounts.account as about on about.id = line.about_account
      left join accounts.office on office.id = line.office
      left join cases.file on file.id = line.file
    order by line.number desc;
end $$;

-- What somebody did, and what was tried on the own account.
create function audit.own_lines(most int, skipped int)
  returns table (number bigint, at timestamptz, route text, kind text, outcome text, refusal text, reference text, shown int, by_others boolean)
  language sql stable security definer set search_path = '' as $$
    select line.number, line.at, line.route, line.kind, line.outcome, line.refusal,
      case when cases.sees(line.file, array['centre', 'immigration-office', 'magistrate', 'guardian']) then file.reference end,
      coalesce(cardinality(line.shown), 0), line.account is distinct from app.account()
    from (
      select * from audit.line where account = app.account()
      union all
      select * from audit.line where about_account = app.account() and account is distinct from app.account()
    ) as line left join cases.file on file.id = line.file
    order by line.number desc limit most offset skipped
  $$;
create index "lines about one account" on audit.line (about_account, number) where about_account is not null;

revoke all on function accounts.account_of_login(text), audit.may_ask_who_saw(uuid), audit.who_saw(uuid, text, int, int), audit.for_the_person(uuid, text),
  audit.told_of_file(uuid, text), audit.file_of_reference(text), audit.reference_of_file(uuid), audit.read_lines(text, jsonb, int), audit.own_lines(int, int) from public;
grant execute on function accounts.account_of_login(text), audit.may_ask_who_saw(uuid), audit.who_saw(uuid, text, int, int), audit.for_the_person(uuid, text),
  audit.told_of_file(uuid, text), audit.file_of_reference(text), audit.reference_of_file(uuid), audit.read_lines(text, jsonb, int), audit.own_lines(int, int) to ariadne_app;
