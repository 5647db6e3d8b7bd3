-- What is to leave as mail, written in the transaction of the act that wants it. It names a thing and never an address or a sentence:
-- both are put together at the moment of sending, when whoever may be written to is asked once more.

create table platform.mail (
  id uuid primary key,
  kind text not null,
  about uuid not null,
  -- What allows it, such as a consent or a way that she called safe; when that falls, so does the mail.
  rests_on uuid,
  language text not null,
  queued_at timestamptz not null,
  queued_by uuid default app.account(),
  next_at timestamptz not null,
  tries int not null default 0,
  state text not null default 'waiting' constraint "a mail waits, is sent, is dead or is dropped" check (state in ('waiting', 'sent', 'dead', 'dropped')),
  settled_at timestamptz,
  -- What the other server answered, as a code: its sentence may repeat an address.
  fault text,
  constraint "a mail is settled at a moment" check ((state = 'waiting') = (settled_at is null))
);
create index "mail that waits, the oldest first" on platform.mail (next_at) where state = 'waiting';
create index "mail by what it rests on" on platform.mail (rests_on) where state = 'waiting';
create index "mail that was given up" on platform.mail (settled_at) where state = 'dead';
alter table platform.mail enable row level security;
alter table platform.mail force row level security;
create policy "mail is queued in one's own name" on platform.mail for insert to ariadne_app
  with check (queued_by = app.account());
create policy "the administration sees that mail waits or was given up" on platform.mail for select to ariadne_app
  using (app.office_kind() = 'administration');
grant insert (id, kind, about, rests_on, language, queued_at, next_at) on platform.mail to ariadne_app;
-- Neither what it is about nor what allows it: that would say whom it is for.
grant select (id, kind, queued_at, next_at, tries, state, settled_at, fault) on platform.mail to ariadne_app;

-- Drops what waits and rests on something that has fallen. A mail that is being handed over at this moment holds its row, so this waits for it.
create function platform.drop_mail(fallen uuid, moment timestamptz) returns int
  language sql security definer set search_path = '' as $$
    with dropped as (
      update platform.mail set state = 'dropped', settled_at = moment where rests_on = fallen and state = 'waiting' returning 1
    ) select count(*)::int from dropped
  $$;

create function platform.retry_mail(asked uuid, moment timestamptz) returns boolean
  language sql security definer set search_path = '' as $$
    with again as (
      update platform.mail set state = 'waiting', settled_at = null, tries = 0, next_at = moment, fault = null
      where id = asked and state = 'dead' and app.office_kind() = 'administration' returning 1
    ) select exists (select from again)
  $$;

-- Evaluation: what would have left. Nothing is ever written here in production.
create table platform.mail_shown (
  id uuid primary key,
  at timestamptz not null,
  sender text not null,
  recipient text not null,
  subject text not null,
  body text not null
);
alter table platform.mail_shown enable row level security;
alter table platform.mail_shown force row level security;
create policy "the administration of an evaluation sees what would have left" on platform.mail_shown for select to ariadne_app
  using (app.office_kind() = 'administration');
grant select on platform.mail_shown to ariadne_app;

revoke all on function platform.drop_mail(uuid, timestamptz), platform.retry_mail(uuid, timestamptz) from public;
grant execute on function platform.drop_mail(uuid, timestamptz), platform.retry_mail(uuid, timestamptz) to ariadne_app;
