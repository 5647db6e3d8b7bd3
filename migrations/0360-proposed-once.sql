-- A kept table leaves once, and one proposal of it stands at a time; so for a hand-over to one recipient of one year. A proposal stands while a colleague
-- is asked or has said yes; where she said no, it was taken back or its days are over, the same may be proposed anew.

-- Whether the country asked nobody else when it was proposed.
alter table statistics.proposal add column alone boolean not null default false;
alter table statistics.hand_over_proposal add column alone boolean not null default false;

create function statistics.still_stands(proposed uuid, was_alone boolean, is_alone boolean, moment timestamptz) returns boolean
  language sql stable security definer set search_path = '' as $$
    select case when exists (select from accounts.approval where act = 'publish-numbers' and subject = proposed::text)
      then exists (select from accounts.approval where act = 'publish-numbers' and subject = proposed::text and until > moment and (answer is null or (answer = 'approved' and used_at is null)))
      else was_alone and is_alone end
  $$;

-- The proposal of a kept table that stands, and the number under which it left.
create function statistics.on_its_way(kept uuid, is_alone boolean, moment timestamptz) returns table (proposal uuid, release int)
  language sql stable security definer set search_path = '' as $$
    select proposed.id, release.number from statistics.proposal as proposed left join statistics.release on release.proposal = proposed.id
    where proposed.counted_table = kept and proposed.office = app.office() and app.office_kind() = 'analysis-centre'
      and (release.number is not null or statistics.still_stands(proposed.id, proposed.alone, is_alone, moment))
    order by release.number nulls last, proposed.proposed_at limit 1
  $$;

create function statistics.hand_over_on_its_way(to_recipient text, of_year int, is_alone boolean, moment timestamptz) returns uuid
  language sql stable security definer set search_path = '' as $$
    select proposed.id from statistics.hand_over_proposal as proposed
    where proposed.recipient = to_recipient and proposed.year = of_year and proposed.office = app.office() and app.office_kind() = 'analysis-centre'
      and not exists (select from statistics.handed_over where handed_over.proposal = proposed.id) and statistics.still_stands(proposed.id, proposed.alone, is_alone, moment)
    order by proposed.proposed_at limit 1
  $$;

-- Whoever comes second waits for the first, and then proposes nothing.
create function statistics.propose_once() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('statistics.proposal ' || new.counted_table, 0));
  if exists (select from statistics.on_its_way(new.counted_table, new.alone, new.proposed_at)) then
    return null;
  end if;
  return new;
end $$;
create trigger "one proposal of a kept table stands at a time" before insert on statistics.proposal for each row execute function statistics.propose_once();

create function statistics.propose_hand_over_once() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('statistics.hand_over_proposal ' || new.recipient || ' ' || new.year, 0));
  if statistics.hand_over_on_its_way(new.recipient, new.year, new.alone, new.proposed_at) is not null then
    return null;
  end if;
  return new;
end $$;
create trigger "one hand-over of a year stands at a time" before insert on statistics.hand_over_proposal for each row execute function statistics.propose_hand_over_once();

-- Releases from before this name no kept table; from here on each does, and none names the same.
alter table statistics.release add column counted_table uuid constraint "a kept table is released once" unique;
drop policy "the analysis centre releases what it proposed" on statistics.release;
create policy "the analysis centre releases what it proposed" on statistics.release for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from statistics.proposal
    where proposal.id = release.proposal and proposal.shown = release.shown and proposal.method = release.method and proposal.counted_table = release.counted_table));

revoke all on function statistics.still_stands(uuid, boolean, boolean, timestamptz), statistics.on_its_way(uuid, boolean, timestamptz),
  statistics.hand_over_on_its_way(text, int, boolean, timestamptz), statistics.propose_once(), statistics.propose_hand_over_once() from public;
grant execute on function statistics.on_its_way(uuid, boolean, timestamptz), statistics.hand_over_on_its_way(text, int, boolean, timestamptz) to ariadne_app;
