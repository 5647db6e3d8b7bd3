-- What a camera or a program had written beside a picture is taken out when it is added; whoever reads the paper is told what it was.
alter table cases.paper add column removed text[] not null default '{}'
  constraint "what was taken out of a paper is of a kind of the list" check (removed <@ array['place', 'camera', 'words', 'other', 'behind']);
