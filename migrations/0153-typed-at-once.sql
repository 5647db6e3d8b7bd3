-- Which form saved a field of a report last, and in which version of it: a second one that was opened before is told instead of writing over it.
-- Names of fields, numbers and random ids; nothing that was typed.
alter table detection.report add column saves jsonb not null default '{}';
