-- A proposal that may leave and cannot, since the gate would by now hide something else, is taken back by its office; then the same may be proposed anew.
alter table statistics.proposal add column taken_back_at timestamptz;
alter table statistics.hand_over_proposal add column taken_back_at timestamptz;

-- Whether what was asked of a colleague waits for her, or has her yes and is not done yet.
create function accounts.approval_stands(asked accounts.approval, moment timestamptz) returns boolean
  language sql immutable set search_path = '' as $$
    select asked.until > moment and (asked.answer is null or (asked.answer = 'approved' and asked.used_at is null))
  $$;

create or replace function statistics.still_stands(proposed uuid, was_alone boolean, is_alone boolean, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select coalesce((select bool_or(accounts.approval_stands(approval, moment)) from accounts.approval where act = 'publish-numbers' and subject = proposed::text), was_alone and is_alone)
  $$;

create or replace function statistics.on_its_way(kept uuid, is_alone boolean, moment timestamptz) returns table (proposal uuid, release int)
  language sql stable security definer set search_path = '' as $$
    select proposed.id, release.number from statistics.proposal as proposed left join statistics.release on release.proposal = proposed.id
    where proposed.counted_table = kept and proposed.office = app.office() and app.office_kind() = 'analysis-centre'
      and (release.number is not null or (proposed.taken_back_at is null and statistics.still_stands(proposed.id, proposed.alone, is_alone, moment)))
    order by release.number nulls last, proposed.proposed_at limit 1
  $$;

create or replace function statistics.hand_over_on_its_way(to_recipient text, of_year int, is_alone boolean, moment timestamptz) returns uuid
  language sql stable security definer set search_path = '' as $$
    select proposed.id from statistics.hand_over_proposal as proposed
    where proposed.recipient = to_recipient and proposed.year = of_year and proposed.office = app.office() and app.office_kind() = 'analysis-centre' and proposed.taken_back_at is null
      and not exists (select from statistics.handed_over where handed_over.proposal = proposed.id) and statistics.still_stands(proposed.id, proposed.alone, is_alone, moment)
    order by proposed.proposed_at limit 1
  $$;

-- Nothing but this is ever changed in a proposal, by whomever of the office, and it is not changed back.
create policy "the office takes its proposal back" on statistics.proposal for update to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (office = app.office());
create policy "what is taken back stays so" on statistics.proposal as restrictive for update to ariadne_app using (taken_back_at is null) with check (taken_back_at is not null);
create policy "the office takes its hand-over back" on statistics.hand_over_proposal for update to ariadne_app
  using (app.office_kind() = 'analysis-centre' and office = app.office()) with check (office = app.office());
create policy "what is taken back stays so" on statistics.hand_over_proposal as restrictive for update to ariadne_app using (taken_back_at is null) with check (taken_back_at is not null);
grant update (taken_back_at) on statistics.proposal, statistics.hand_over_proposal to ariadne_app;

drop policy "the analysis centre releases what it proposed" on statistics.release;
create policy "the analysis centre releases what it proposed" on statistics.release for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from statistics.proposal
    where proposal.id = release.proposal and proposal.shown = release.shown and proposal.method = release.method and proposal.counted_table = release.counted_table and proposal.taken_back_at is null));
drop policy "the analysis centre hands over what it proposed" on statistics.handed_over;
create policy "the analysis centre hands over what it proposed" on statistics.handed_over for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from statistics.hand_over_proposal as proposed
    where proposed.id = handed_over.proposal and proposed.shown = handed_over.shown and proposed.about = handed_over.about and proposed.recipient = handed_over.recipient and proposed.year = handed_over.year and proposed.taken_back_at is null));

revoke all on function accounts.approval_stands(accounts.approval, timestamptz) from public;
grant execute on function accounts.approval_stands(accounts.approval, timestamptz) to ariadne_app;
