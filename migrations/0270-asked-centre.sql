-- A centre that is asked sees what it needs to answer and not who she is; what it may know of her beyond that opens when it accepts.

alter table cases.party drop column needs_kind;
alter table cases.party drop constraint "a relation is one of the list";
alter table cases.party
  add constraint "a relation is one of the list" check (relation in ('reporter', 'asked-centre', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian',
    'emergency', 'consent-identity', 'consent-contact')),
  add column needs_kind text generated always as (case relation
    when 'asked-centre' then 'reception-centre' when 'centre' then 'reception-centre' when 'former-centre' then 'reception-centre'
    when 'reporter' then null when 'emergency' then null when 'consent-identity' then null when 'consent-contact' then null else relation end) stored;

-- The relation: brought in by whoever hands on, ended by whoever answers or takes back, and no way to the file but by an answer that stands.
drop policy "an office knows its own relations, those who act each other, a reporter the centre" on cases.party;
create policy "an office knows its own relations, those who act each other, a reporter the centre" on cases.party for select to ariadne_app
  using ((office = app.office() and (account is null or account = app.account() or account = app.stands_for())
      and app.account() <> all (shut_out) and (app.stands_for() is null or app.stands_for() <> all (shut_out))
      and (only_for is null or app.account() = any (only_for)) and (ends_at is null or ends_at > app.now()))
    or cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])
    or (relation in ('asked-centre', 'centre') and cases.sees(file, array['reporter'])) or cases.opens(file));
drop policy "who acts in a file brings in others, and a reporter a centre" on cases.party;
create policy "who acts in a file brings in others, who hands on asks a centre, and who has accepted is it" on cases.party for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (relation = 'asked-centre' and cases.sees(file, array['asked-centre', 'reporter']))
    or (relation = 'centre' and office = app.office() and account is null and cases.sees(file, array['asked-centre'])
      and exists (select from referral.referral as answered where answered.file = party.file and answered.to_office = app.office() and answered.state = 'accepted')));
drop policy "who brings in may end" on cases.party;
create policy "who brings in may end" on cases.party for update to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate'])
    or (relation = 'asked-centre' and (office = app.office() or cases.sees(file, array['reporter']))))
  with check (true);

-- A file of which an asked centre sees nothing is counted by nobody who does not see it.
create function access.keep_guarded(asked uuid) returns void language sql security definer set search_path = '' as $$
  update cases.file set guarded = kept.guarded from (select
      exists (select from access.conflict where conflict.file = asked and ended_at is null) or exists (select from access.seal where seal.file = asked)
      or exists (select from cases.party where party.file = asked and until is null and (relation = 'asked-centre' or (relation = 'guardian' and account is not null))) as guarded) as kept
    where file.id = asked and file.guarded <> kept.guarded
$$;
create or replace function access.apply(asked uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  shut uuid[] := coalesce((select array_agg(account) from access.conflict where file = asked and ended_at is null), '{}');
begin
  update cases.party set shut_out = shut,
    only_for = coalesce(access.those_named(asked, office), case when relation = 'emergency' then array[account] end) where file = asked;
  update detection.report set shut_out = shut, only_for = access.those_named(asked, report.office)
    where reference = (select file.reference from cases.file where id = asked);
  perform access.keep_guarded(asked);
end $$;
create function access.follow_asked() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform access.keep_guarded(new.file);
  return null;
end $$;
create trigger "a file is guarded while a centre is asked" after insert or update of until on cases.party
  for each row when (new.relation = 'asked-centre') execute function access.follow_asked();

-- What it may do: read and answer the referral, see and hand on the clock of its answer, tell that in the story which it does not read.
drop policy "a referral is seen by who sent it, who gets it, and who accompanies or decides" on referral.referral;
create policy "a referral is seen by who sent it, who gets it, and who accompanies or decides" on referral.referral for select to ariadne_app
  using (cases.sees(file, array['asked-centre', 'centre', 'former-centre', 'guardian', 'immigration-office', 'reporter']));
drop policy "a referral is moved by the two offices" on referral.referral;
create policy "a referral is moved by the two offices" on referral.referral for update to ariadne_app
  using (cases.sees(file, array['asked-centre', 'centre', 'reporter']) and (from_office = app.office() or to_office = app.office())) with check (true);

drop policy "a clock is seen by those who act in the file, a referral's by its reporter" on cases.clock;
create policy "a clock is seen by those who act in the file, a referral's by its two sides" on cases.clock for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['asked-centre', 'reporter'])));
drop policy "a clock is started by those who act in the file, a referral's by its reporter" on cases.clock;
create policy "a clock is started by those who act in the file, a referral's by its two sides" on cases.clock for insert to ariadne_app
  with check (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['asked-centre', 'reporter'])));
drop policy "a clock is moved by those who act in the file, a referral's by its reporter" on cases.clock;
create policy "a clock is moved by those who act in the file, a referral's by its two sides" on cases.clock for update to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office', 'magistrate']) or cases.opens(file)
    or (subject = 'referral' and cases.sees(file, array['asked-centre', 'reporter'])))
  with check (true);

drop policy "what happened is told in one's own name" on cases.timeline;
create policy "what happened is told in one's own name" on cases.timeline for insert to ariadne_app
  with check (account = app.account() and office = app.office()
    and (cases.sees(file, array['asked-centre', 'centre', 'guardian', 'immigration-office', 'magistrate', 'reporter']) or cases.opens(file)));

-- Whether she agreed to be handed on belongs to the answer, and whoever hands on rests on it.
create policy "her consent to be handed on is read by the centre that is asked" on cases.consent for select to ariadne_app
  using (purpose = 'referral' and cases.sees(file, array['asked-centre']));
drop policy "what is handed out is noted by whoever hands it out" on cases.disclosure;
create policy "what is handed out is noted by whoever hands it out" on cases.disclosure for insert to ariadne_app
  with check (office = app.office() and account = app.account()
    and (cases.opens(file) or cases.sees(file, array['asked-centre', 'centre', 'guardian', 'immigration-office', 'magistrate', 'reporter'])));

create or replace function cases.hand_over(asked uuid, to_office uuid, on_day date) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not cases.sees(asked, array['asked-centre', 'reporter']) then
    raise exception 'the file is not this office''s to hand over';
  end if;
  update cases.file set holder_office = to_office, waiting_office = to_office, waiting_since = on_day where id = asked;
end $$;

-- What a clock on the answer is called by for whoever has to answer.
create function cases.asked_reference(asked uuid) returns text language sql stable security definer set search_path = '' as $$
  select reference from cases.file where id = asked and cases.sees(asked, array['asked-centre'])
$$;

-- What a centre keeps of a referral that it no longer has: that it answered or that it was taken back, and when.
create or replace function referral.passed_on(asked uuid) returns table (file uuid, reference text, step text, at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select referral.file, referral.reference, event.step, event.at
    from referral.event join referral.referral on referral.id = event.referral
    where event.referral = asked and app.office_kind() = 'reception-centre' and (referral.to_office <> app.office() or referral.state in ('declined', 'withdrawn'))
      and ((event.office = app.office() and event.step in ('redirect', 'decline')) or (referral.to_office = app.office() and event.step = 'withdraw'))
    order by event.office = app.office() and event.step = 'decline' desc, event.number desc limit 1
  $$;

-- What it needs to answer, so that the file stays shut: in coded words, as they stood when she was handed on.
alter table referral.referral
  add column sex text constraint "a sex is one of the list" check (sex in ('woman', 'man', 'other', 'unknown')),
  add column age_group text constraint "an age group is one of the list" check (age_group in ('under-12', '12-17', '18-24', '25-and-over')),
  add column forms text[] not null default '{}',
  -- Handed on before this version: each centre that was asked could read who she was, and her record says so.
  add column told_at_once boolean not null default true;
alter table referral.referral alter column told_at_once set default false;
-- A row of before the vault that still lies in clear is sealed at the start and may not be written until then.
update referral.referral set sex = file.sex, forms = file.forms,
  age_group = case when file.is_child then case when years < 12 then 'under-12' when years < 18 then '12-17' end
    else case when years between 18 and 24 then '18-24' when years > 24 then '25-and-over' end end
  from cases.file cross join lateral (select extract(year from file.opened_on) - file.birth_year as years) as aged where file.id = referral.file and referral.sealed is not null;

-- Where she was seen is the detector's free text and may say who she is; it opens with acceptance.
create table referral.place_seen (
  referral uuid primary key references referral.referral (id),
  file uuid not null references cases.file (id),
  sealed bytea not null
);
alter table referral.place_seen enable row level security;
alter table referral.place_seen force row level security;
create policy "where she was seen is read by those who accompany or decide" on referral.place_seen for select to ariadne_app
  using (cases.sees(file, array['centre', 'guardian', 'immigration-office']));
create policy "where she was seen is written with the referral" on referral.place_seen for insert to ariadne_app with check (cases.opens(file));
grant select, insert on referral.place_seen to ariadne_app;

-- Those who wait for an answer today.
update cases.party set relation = 'asked-centre' from referral.referral as asked
  where asked.file = party.file and asked.to_office = party.office and asked.state in ('waiting', 'more-asked') and party.relation = 'centre' and party.until is null;
select access.keep_guarded(file) from cases.party where relation = 'asked-centre' and until is null;

revoke all on function access.keep_guarded(uuid), access.follow_asked(), cases.asked_reference(uuid) from public;
grant execute on function cases.asked_reference(uuid) to ariadne_app;
