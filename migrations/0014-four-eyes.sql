-- Acts that need a second person of the same office: asked by one, answered by another, good for a time, used once.

create table accounts.approval (
  id uuid primary key default gen_random_uuid(),
  act text not null,
  -- What it is about, in the words of the module that asks: an id, a name of a release.
  subject text not null constraint "a subject is named in short" check (length(subject) between 1 and 200),
  -- Where on this site the second person reads it.
  shown_at text constraint "what is to be approved lies on this site" check (shown_at ~ '^/[^/\\]'),
  office uuid not null references accounts.office (id),
  asked_by uuid not null references accounts.account (id),
  asked_at timestamptz not null,
  reason text not null,
  until timestamptz not null constraint "an approval is asked for a time to come" check (until > asked_at),
  answer text constraint "an answer is yes, no, or none any more" check (answer in ('approved', 'refused', 'withdrawn', 'expired')),
  answered_by uuid references accounts.account (id),
  answered_at timestamptz,
  answer_reason text,
  used_at timestamptz constraint "only what was approved is used" check (used_at is null or answer = 'approved'),
  constraint "nobody approves what they asked for" check (answer not in ('approved', 'refused') or answered_by <> asked_by),
  constraint "an answer has its hour" check ((answer is null) = (answered_at is null)),
  constraint "yes and no are said by somebody" check (answer not in ('approved', 'refused') or answered_by is not null)
);
create unique index "one thing is asked once at a time" on accounts.approval (office, act, subject) where answer is null;
create index "approvals of an office" on accounts.approval (office, asked_at);
create index "approvals of a subject" on accounts.approval (act, subject);
alter table accounts.approval enable row level security;
alter table accounts.approval force row level security;
create policy "the own office knows what it asked and answered" on accounts.approval for select to ariadne_app
  using (office = app.office() or app.office_kind() = 'data-protection');
create policy "everybody asks for themselves" on accounts.approval for insert to ariadne_app
  with check (office = app.office() and asked_by = app.account() and answer is null and used_at is null);
grant select, insert on accounts.approval to ariadne_app;

-- What waited too long makes room for asking anew.
create function accounts.close_expired_approvals(moment timestamptz) returns void
  language sql security definer set search_path = '' as $$
    update accounts.approval set answer = 'expired', answered_at = moment where office = app.office() and answer is null and until <= moment
  $$;

-- Answers for the person who acts, and for nobody else: a colleague says yes or no, who asked may only take it back.
create function accounts.answer_approval(asked uuid, said text, why text, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = '' as $$
begin
  update accounts.approval set answer = said, answered_by = app.account(), answered_at = moment, answer_reason = why
    where id = asked and office = app.office() and answer is null and until > moment
      and case said when 'withdrawn' then asked_by = app.account() when 'approved' then asked_by <> app.account() when 'refused' then asked_by <> app.account() else false end;
  return found;
end $$;

-- Uses an approval up. Two who come at once stand in line at the row, and the second finds it used.
create function accounts.use_approval(asked_act text, asked_subject text, moment timestamptz) returns uuid
  language sql security definer set search_path = '' as $$
    update accounts.approval set used_at = moment
      where id = (
        select id from accounts.approval
          where office = app.office() and act = asked_act and subject = asked_subject and answer = 'approved' and used_at is null and until > moment
          order by asked_at limit 1 for update
      ) and used_at is null
      returning id
  $$;

-- Colleagues are known by name within the office; whoever has left it since is still named on what they asked.
create function accounts.names_on_approvals(ids uuid[]) returns table (id uuid, name text)
  language sql stable security definer set search_path = '' as $$
    select person.id, person.name from accounts.account as person
    where person.id = any (ids) and exists (
      select from accounts.approval
      where (approval.asked_by = person.id or approval.answered_by = person.id) and (approval.office = app.office() or app.office_kind() = 'data-protection')
    )
  $$;

revoke all on function accounts.close_expired_approvals(timestamptz), accounts.answer_approval(uuid, text, text, timestamptz),
  accounts.use_approval(text, text, timestamptz), accounts.names_on_approvals(uuid[]) from public;
grant execute on function accounts.close_expired_approvals(timestamptz), accounts.answer_approval(uuid, text, text, timestamptz),
  accounts.use_approval(text, text, timestamptz), accounts.names_on_approvals(uuid[]) to ariadne_app;
