-- Whoever is handed on from a large operation is there for those who may see her referral, and for nobody else: neither her row nor a count of it.
-- What nobody has handed on yet is no file, and belongs to the office that typed it.

drop policy "persons of an operation are seen with it" on referral.operation_person;
create policy "persons of an operation are seen with it, whoever is handed on with her referral" on referral.operation_person to ariadne_app
  using (exists (select from referral.operation where operation.id = operation_person.operation)
    and (referral is null or exists (select from referral.referral as handed where handed.id = operation_person.referral)))
  with check (exists (select from referral.operation where operation.id = operation_person.operation)
    and (referral is null or exists (select from referral.referral as handed where handed.id = operation_person.referral)));

-- The last number that a row of an operation has, those that are closed to whoever asks among them: a new row takes nobody's place.
create function referral.last_row(asked uuid) returns int language sql stable security definer set search_path = '' as $$
  select coalesce(max(person.number), 0) from referral.operation join referral.operation_person as person on person.operation = operation.id
  where operation.id = asked and operation.office = app.office() and app.office_kind() = 'first-line'
$$;
revoke all on function referral.last_row(uuid) from public;
grant execute on function referral.last_row(uuid) to ariadne_app;
