-- How the forms of exploitation of a file came to stand in it: said by somebody who was asked, or taken from the sector of a report. Null in files of before
-- anybody wrote that down. The forms themselves the pack's codebook lists; whoever may change the file may already change them.
alter table cases.file add column forms_from text
  constraint "forms are said, or taken from a sector" check (forms_from in ('said', 'sector'));
grant insert (forms_from), update (forms_from) on cases.file to ariadne_app;
