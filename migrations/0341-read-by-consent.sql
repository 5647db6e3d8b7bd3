-- What a service reads by her consent stands in the ledger like all that is told to another: which service, which parts, on which consent. A line for a
-- day and service is enough, and is the first reading of that day; who opened it each time the record of acts says.

alter table cases.disclosure add column read_on date;
create unique index "a reading by consent stands once a day" on cases.disclosure (consent, to_office, fields, read_on) where read_on is not null;

-- Whoever reads may write this and nothing else: for the own office, today, what is open to it, on the consents that open it.
create function cases.note_read_by_consent(readings jsonb, today date, moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    insert into cases.disclosure (id, file, about, to_office, fields, consent, at, office, account, read_on)
    select gen_random_uuid(), reading.file, 'read-by-consent', app.office(), array_agg(part order by part), given.id, moment, app.office(), app.account(), today
    from jsonb_to_recordset(readings) as reading (file uuid, parts jsonb) cross join jsonb_array_elements_text(reading.parts) as part
      join cases.consent as given on given.file = reading.file and given.to_office = app.office() and part = any (given.scope)
    where part in ('identity', 'contact') and cases.sees(reading.file, array['consent-' || part])
      and (given.ends_at is null or given.ends_at > moment)
      and not exists (select from cases.consent_withdrawn as withdrawn where withdrawn.consent = given.id)
    group by reading.file, given.id
    on conflict do nothing
  $$;
revoke all on function cases.note_read_by_consent(jsonb, date, timestamptz) from public;
grant execute on function cases.note_read_by_consent(jsonb, date, timestamptz) to ariadne_app;

-- What was read by consent before this version, as the record of acts tells it.
insert into cases.disclosure (id, file, about, to_office, fields, consent, at, office, account, read_on)
select distinct on (given.id, line.at::date) gen_random_uuid(), given.file, 'read-by-consent', given.to_office,
    array(select part from unnest(given.scope) as part where part in ('identity', 'contact') order by part), given.id, line.at, line.office, line.account, line.at::date
  from audit.line cross join unnest(line.shown) as read (file) join cases.consent as given on given.file = read.file and given.to_office = line.office
  where line.route = 'consent.list-shared' and line.outcome = 'done' and given.scope && array['identity', 'contact']
    and given.at <= line.at and (given.ends_at is null or given.ends_at > line.at)
    and not exists (select from cases.consent_withdrawn as withdrawn where withdrawn.consent = given.id and withdrawn.at <= line.at)
  order by given.id, line.at::date, line.at;

-- She knows to whom she gave her consent: that it was used tells nothing of an investigation, so it is told whichever service it is.
create or replace function audit.is_told(asked uuid, line audit.line, kind_of_office text) returns boolean
  language sql stable security definer set search_path = '' as $$
    select line.outcome in ('done', 'repeated') and (line.kind = 'act' or kind_of_office not in ('magistrate', 'first-line', 'analysis-centre', 'foreign-contact')
      or line.route = 'consent.list-shared'
      or exists (select from cases.party where party.file = asked and party.office = line.office and party.relation = 'emergency'))
  $$;

-- The page of what is shared by consent shows who she is and how to reach her: that is reading, though it stands in a list.
create function audit.is_reading(asked uuid, line audit.line) returns boolean language sql immutable as $$
  select line.file is not distinct from asked or line.report is not null or line.route = 'consent.list-shared'
$$;
revoke all on function audit.is_reading(uuid, audit.line) from public;

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
    order by line.number desc limit most offset skipped
  $$;

create or replace function audit.for_the_person(asked uuid, reader text)
  returns table (month date, office text, office_kind text, first_at timestamptz, last_at timestamptz, read int, listed int, written int)
  language sql stable security definer set search_path = '' as $$
    select date_trunc('month', line.at)::date, office.name ->> reader, office.kind, min(line.at), max(line.at),
      count(*) filter (where line.kind is distinct from 'act' and audit.is_reading(asked, line))::int,
      count(*) filter (where line.kind is distinct from 'act' and not audit.is_reading(asked, line))::int,
      count(*) filter (where line.kind = 'act')::int
    from audit.about_file(asked) as line join accounts.office on office.id = line.office
    where audit.may_ask_who_saw(asked) and audit.is_told(asked, line, office.kind) and line.route not like 'medical.%'
    group by 1, office.id, office.name, office.kind
    order by 1, min(line.at)
  $$;
