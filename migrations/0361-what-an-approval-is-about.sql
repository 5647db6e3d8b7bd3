-- What a second person is asked about, as the module that asks words it: the kind of act and what it is done to. Sealed, since a title may be anything.
alter table accounts.approval add column about_sealed bytea;
