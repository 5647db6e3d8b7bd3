-- Whether a key waits for the lead of the office whose data it opens, and who acts is not that lead: asked in one place, by the yes itself and by who shows it.
create function accounts.waits_for_another_lead(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select accounts.lead_has_to_agree(asked) and not exists (
      select from accounts.approval join accounts.account as program on program.id::text = approval.subject
      where approval.id = asked and program.office = app.office() and accounts.leads_own_office())
  $$;

create or replace function accounts.answer_approval(asked uuid, said text, why bytea, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.approval set answer = said, answered_by = app.account(), answered_at = moment, answer_sealed = why
    where id = asked and accounts.may_answer(office, beside) and answer is null and until > moment
      and case said when 'withdrawn' then asked_by = app.account() when 'refused' then asked_by <> app.account()
        when 'approved' then asked_by <> app.account() and gains is distinct from app.account() and not accounts.waits_for_another_lead(id)
        else false end;
  return found;
end $$;

-- Whether what was asked is to be watched: a way in that no lead of the office agreed to, though it is to her data, or a change of who leads. That somebody leads no more
-- is one too: without a lead an administrator says yes to the keys of her office.
create or replace function accounts.is_watched(asked uuid) returns boolean
  language sql stable security definer set search_path = '' as $$
    select exists (
      select from accounts.approval left join accounts.account as entered on approval.act = 'open-account' and entered.id::text = approval.subject
      where approval.id = asked and (approval.act = 'set-lead' or entered.lead
        or (entered.machine and not exists (select from accounts.account as superior where superior.id = approval.answered_by and superior.lead and superior.office = entered.office))))
  $$;

-- An invitation to an account that waits is none since the yes makes it.
drop function accounts.invitation_waits(bytea, timestamptz);

revoke all on function accounts.waits_for_another_lead(uuid), accounts.lead_has_to_agree(uuid) from public;
revoke execute on function accounts.lead_has_to_agree(uuid) from ariadne_app;
grant execute on function accounts.waits_for_another_lead(uuid) to ariadne_app;
