-- A colleague's work address and which notices she wants there; and the moment until which she has been told.

create table accounts.mail_wish (
  account uuid primary key references accounts.account (id),
  address text not null constraint "an address is one, on one line" check (address ~ '^[^\s@]+@[^\s@]+$'),
  wants_clocks boolean not null,
  wants_referrals boolean not null,
  told_at timestamptz,
  told_notice bigint not null default 0,
  told_referral timestamptz not null default '-infinity'
);
alter table accounts.mail_wish enable row level security;
alter table accounts.mail_wish force row level security;
create policy "an address is its owner's" on accounts.mail_wish to ariadne_app using (account = app.account()) with check (account = app.account());
grant select (account, address, wants_clocks, wants_referrals), insert (account, address, wants_clocks, wants_referrals),
  update (address, wants_clocks, wants_referrals), delete on accounts.mail_wish to ariadne_app;

create index "the latest notice to an office" on cases.notice (to_office, id desc);
