-- A kept table of delivered figures knows which of them their service keeps to itself. They are hidden in what leaves; the list never leaves.
alter table statistics.counted_table add column kept_back jsonb not null default '[]';
