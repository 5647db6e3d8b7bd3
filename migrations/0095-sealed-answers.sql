-- The answer that is kept for whoever sends the same form again lies sealed with the key of the installation.

alter table platform.once
  add column sealed bytea,
  add constraint "an answer lies sealed" check (answer is null) not valid;
