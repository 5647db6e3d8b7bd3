-- What she said of a way in which she can be reached: that it is safe, when and how she said so, on which days and between which hours,
-- who may answer, and what may be said. A way without this row is used by nobody, whatever else is noted of it.

create table cases.contact_rule (
  contact uuid primary key references cases.safe_contact (id),
  file uuid not null references cases.file (id),
  confirmed_on date not null,
  confirmed_by uuid not null default app.account(),
  confirmed_how text not null constraint "she said it in a way of the list"
    check (confirmed_how in ('in-person', 'with-interpreter', 'by-known-number', 'in-writing')),
  weekdays int[] not null constraint "a safe day is a day of the week" check (cardinality(weekdays) > 0 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  from_time text not null constraint "safe hours begin at a time" check (from_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  until_time text not null constraint "safe hours end at a time" check (until_time ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'),
  answered_by text not null constraint "who may answer is of the list" check (answered_by in ('herself', 'somebody-who-knows', 'somebody-who-does-not')),
  may_say text not null constraint "what may be said is of the list" check (may_say in ('everything', 'who-calls', 'nothing')),
  -- Sealed with the key of the person.
  code_word bytea
);
alter table cases.contact_rule enable row level security;
alter table cases.contact_rule force row level security;
create policy "what she said of a way is read with it" on cases.contact_rule for select to ariadne_app
  using (cases.sees(file, array['centre', 'emergency', 'guardian']));
create policy "what she said is written by the centre" on cases.contact_rule for insert to ariadne_app
  with check (confirmed_by = app.account() and cases.sees(file, array['centre']));
-- What she said is never changed: who hears otherwise notes the way anew.
grant select on cases.contact_rule to ariadne_app;
grant insert (contact, file, confirmed_on, confirmed_how, weekdays, from_time, until_time, answered_by, may_say, code_word) on cases.contact_rule to ariadne_app;
