-- The name on a document or a letter, and the number that somebody types for a document, lie sealed with the key of the person.

alter table protection.document_holder
  add column sealed bytea, alter column holder drop not null,
  add constraint "the holder lies sealed" check (sealed is not null and num_nonnulls(holder, birth_date) = 0) not valid;
alter table protection.decision_holder
  add column sealed bytea, alter column holder drop not null,
  add constraint "the holder lies sealed" check (sealed is not null and num_nonnulls(holder, birth_date) = 0) not valid;
alter table protection.step
  add column sealed bytea,
  add constraint "what is typed with a step lies sealed" check (not input ? 'number') not valid;
