-- A centre that handed a referral on, or said no to it, no longer sees the referral; what it may know is when it answered and how.
create function referral.passed_on(asked uuid) returns table (file uuid, reference text, step text, at timestamptz)
  language sql stable security definer set search_path = '' as $$
    select referral.file, referral.reference, event.step, event.at
    from referral.event join referral.referral on referral.id = event.referral
    where event.referral = asked and event.office = app.office() and event.step in ('redirect', 'decline')
      and app.office_kind() = 'reception-centre' and referral.to_office <> app.office()
    order by event.number desc limit 1
  $$;
revoke all on function referral.passed_on(uuid) from public;
grant execute on function referral.passed_on(uuid) to ariadne_app;

-- What an office's own people still have to see to among what it sent.
create index "referrals from an office that are not settled" on referral.referral (from_office, sent_at) where state in ('waiting', 'more-asked', 'declined');
