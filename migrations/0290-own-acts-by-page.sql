-- What somebody did herself, however far back she leafs: the lines of the page are found in the order of the index, and only then is asked of each whether its file may be named.
create or replace function audit.own_lines(most int, skipped int)
  returns table (number bigint, at timestamptz, route text, kind text, outcome text, refusal text, reference text, shown int, by_others boolean)
  language sql stable security definer set search_path = '' as $$
    with page as materialized (
      select own.number from (
        select number from audit.line where account = app.account()
        union all
        select number from audit.line where about_account = app.account() and account is distinct from app.account()
      ) as own
      order by own.number desc limit most offset skipped
    )
    select line.number, line.at, line.route, line.kind, line.outcome, line.refusal,
      case when cases.sees(line.file, array['centre', 'immigration-office', 'magistrate', 'guardian']) then file.reference end,
      coalesce(cardinality(line.shown), 0), line.account is distinct from app.account()
    from page join audit.line on line.number = page.number left join cases.file on file.id = line.file
    order by line.number desc
  $$;
