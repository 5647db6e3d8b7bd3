-- Who closed a file to whom is told to data protection and to whoever did it, and to nobody else who reads the record of a file or of herself: in no line, no
-- count and no page that comes out shorter. Which guardian a child has is told.
create function audit.is_of_guarding(line audit.line) returns boolean language sql immutable as $$
  select (line.route like 'guard.%' and line.route <> 'guard.appoint-guardian')
    -- Only a yes that ends a conflict or lifts a seal names a file.
    or (line.route = 'approval.answer' and line.file is not null)
$$;
revoke all on function audit.is_of_guarding(audit.line) from public;

create or replace function audit.who_saw(asked uuid, reader text, most int, skipped int)
  returns table (number bigint, at timestamptz, who text, office text, office_kind text, own boolean, route text, kind text, listed boolean)
  language sql stable security definer set search_path = '' as $$
    select line.number, line.at, case when line.office = app.office() then account.name end, office.name ->> reader, office.kind,
      coalesce(line.office = app.office(), false), line.route, line.kind, not audit.is_reading(asked, line)
    from audit.about_file(asked) as line
      left join accounts.account on account.id = line.account
      join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and (audit.is_told(asked, line, office.kind) or (line.office = app.office() and line.outcome in ('done', 'repeated')))
      and (line.route not like 'medical.%' or app.office_kind() = 'data-protection' or cases.in_care_team(asked))
      and (app.office_kind() = 'data-protection' or not audit.is_of_guarding(line))
    order by line.number desc limit most offset skipped
  $$;

create or replace function audit.own_lines(most int, skipped int)
  returns table (number bigint, at timestamptz, route text, kind text, outcome text, refusal text, reference text, shown int, by_others boolean)
  language sql stable security definer set search_path = '' as $$
    with page as materialized (
      select own.number from (
        select number from audit.line where account = app.account()
        union all
        select number from audit.line where about_account = app.account() and account is distinct from app.account() and not audit.is_of_guarding(line)
      ) as own
      order by own.number desc limit most offset skipped
    )
    select line.number, line.at, line.route, line.kind, line.outcome, line.refusal,
      case when cases.sees(line.file, array['centre', 'immigration-office', 'magistrate', 'guardian']) then file.reference end,
      coalesce(cardinality(line.shown), 0), line.account is distinct from app.account()
    from page join audit.line on line.number = page.number left join cases.file on file.id = line.file
    order by line.number desc
  $$;

create or replace function audit.for_the_person(asked uuid, reader text)
  returns table (month date, office text, office_kind text, first_at timestamptz, last_at timestamptz, read int, listed int, written int)
  language sql stable security definer set search_path = '' as $$
    select date_trunc('month', line.at)::date, office.name ->> reader, office.kind, min(line.at), max(line.at),
      count(*) filter (where line.kind is distinct from 'act' and audit.is_reading(asked, line))::int,
      count(*) filter (where line.kind is distinct from 'act' and not audit.is_reading(asked, line))::int,
      count(*) filter (where line.kind = 'act')::int
    from audit.about_file(asked) as line join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and audit.is_told(asked, line, office.kind) and line.route not like 'medical.%' and not audit.is_of_guarding(line)
    group by 1, office.id, office.name, office.kind
    order by 1, min(line.at)
  $$;
