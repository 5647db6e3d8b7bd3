-- Beside the figures of a delivery people type: the name of the file, why it is corrected, the name of a sheet; and what is wrong with a sheet repeats its cells.
-- All of it lies sealed. What was checked and not handed over yet is checked again.

truncate statistics.delivery_draft;
alter table statistics.delivery_draft drop column file_name, drop column remarks, drop column faults, add column sealed bytea not null;

alter table statistics.delivery add column sealed bytea;
alter table statistics.delivery drop constraint "a correction says why";
alter table statistics.delivery
  add constraint "a correction says why" check (revision = 1 or sealed is not null or reason is not null),
  add constraint "what is typed beside figures lies sealed" check (num_nonnulls(file_name, reason) = 0) not valid;
