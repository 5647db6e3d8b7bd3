-- A paper that was added where no search for viruses was set up was looked at by nobody, and whoever opens it is told.
alter table cases.paper add column searched boolean not null default false;
