-- What is one person's stays hers: an emergency opens to nobody who stands in for her. A superior's charge goes to whoever stands in for her,
-- in the office where she leads and nowhere else.

create or replace function access.leads() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from accounts.account where id = coalesce(app.stands_for(), app.account()) and office = app.office() and lead and active)
$$;

create or replace function access.apply(asked uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  shut uuid[] := coalesce((select array_agg(account) from access.conflict where file = asked and ended_at is null), '{}');
begin
  update cases.party set shut_out = shut,
    only_for = coalesce(access.those_named(asked, office), case when relation = 'emergency' then array[account] end) where file = asked;
  update detection.report set shut_out = shut, only_for = access.those_named(asked, report.office)
    where reference = (select file.reference from cases.file where id = asked);
  update cases.file set guarded = shut <> '{}' or exists (select from access.seal where seal.file = asked)
    or exists (select from cases.party where party.file = asked and relation = 'guardian' and account is not null and until is null)
    where id = asked;
end $$;

create or replace function access.guard_new_party() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.shut_out := coalesce((select array_agg(account) from access.conflict where file = new.file and ended_at is null), '{}');
  new.only_for := coalesce(access.those_named(new.file, new.office), case when new.relation = 'emergency' then array[new.account] end);
  return new;
end $$;
