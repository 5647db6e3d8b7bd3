-- Who she is, how she may be reached, tasks and saved views lie sealed. What lay in clear is sealed at the start by the program, which holds the keys;
-- from this moment nothing is written in clear any more, and once all is sealed these constraints are validated.

alter table cases.identity
  add column sealed bytea,
  -- Her names as keyed hashes of their spellings, beginnings and sounds.
  add column tokens bigint[] not null default '{}',
  alter column given_names drop not null, alter column given_names drop default,
  alter column family_names drop not null, alter column family_names drop default,
  alter column birth_precision drop not null, alter column birth_precision drop default,
  alter column identity_papers drop not null, alter column identity_papers drop default,
  alter column found_as drop not null, alter column found_as drop default,
  add constraint "who she is lies sealed" check (sealed is not null
    and num_nonnulls(given_names, family_names, birth_date, birth_precision, identity_papers, found_as) = 0) not valid;
drop index cases."names by any beginning";
create index "names by their hashes" on cases.identity using gin (tokens);

alter table cases.safe_contact
  add column sealed bytea, alter column value drop not null, alter column note drop not null, alter column note drop default,
  add constraint "a contact lies sealed" check (sealed is not null and num_nonnulls(value, note) = 0) not valid;

alter table cases.task
  add column sealed bytea, alter column what drop not null,
  add constraint "a task lies sealed" check (sealed is not null and what is null) not valid;

alter table cases.timeline
  add column sealed bytea, alter column gaps drop not null, alter column gaps drop default,
  add constraint "what fills the gaps of a line lies sealed" check (gaps is null) not valid;
grant insert (sealed) on cases.timeline to ariadne_app;

alter table cases.saved_view
  add column sealed bytea,
  -- By which the same name is known again.
  add column mark bytea,
  alter column name drop not null, alter column query drop not null,
  drop constraint "a view's name is used once",
  add constraint "a view's name is used once" unique (account, mark),
  add constraint "a view lies sealed" check (sealed is not null and mark is not null and num_nonnulls(name, query) = 0) not valid;

-- THE files that the actor may find: searches by whatever means ask this and nothing else. Not a security definer, so that it becomes part of
-- the statement that asks it; used inside functions that are.
create function cases.seen_files() returns setof uuid language sql stable as $$
    select party.file from cases.party
    where party.office = app.office() and party.until is null
      and party.relation in ('centre', 'immigration-office', 'magistrate', 'guardian') and party.needs_kind = app.office_kind()
      and (party.account is null or party.account = app.account())
  $$;

drop function cases.files_by_name(text, text[], int);

-- Each word of a search comes as the hashes that it fits whole, at a beginning and by sound. Names that have every word whole come first, then those
-- that begin so, then those that sound so. The number of words is known only when it is asked, so the statement is put together here; the planner is
-- kept to the index of names and to asking for each name found who may see it, since it cannot know how rare a hash is.
create function cases.files_by_name(words jsonb, most int) returns table (file uuid, fits int)
  language plpgsql stable security definer set search_path = '' set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  fit int;
  asked text;
  found uuid[] := '{}';
  more uuid[];
begin
  for fit in 0..2 loop
    select string_agg(format('tokens && %L::bigint[]', (
        select array_agg(hash::bigint) from jsonb_array_elements_text(
          case fit when 0 then word -> 'whole' when 1 then (word -> 'whole') || (word -> 'begun') else (word -> 'whole') || (word -> 'begun') || (word -> 'heard') end) as hash
      )), ' and ') into asked from jsonb_array_elements(words) as word;
    if asked is null then
      return;
    end if;
    execute format('select array_agg(file) from (select identity.file from cases.identity where %s and identity.file <> all ($1)
      and exists (select from cases.seen_files() as seen (file) where seen.file = identity.file) limit $2) as named', asked)
      into more using found, most - cardinality(found);
    return query select unnest(more), fit;
    found := found || coalesce(more, '{}');
    if cardinality(found) >= most then
      return;
    end if;
  end loop;
end $$;

-- Whoever is erased is not found any more.
create function cases.forget_names() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update cases.identity set tokens = '{}' where file = new.subject;
  return null;
end $$;
create trigger "names go with the key" after update of destroyed_at on vault.data_key
  for each row when (old.destroyed_at is null and new.destroyed_at is not null) execute function cases.forget_names();

revoke all on function cases.files_by_name(jsonb, int), cases.seen_files(), cases.forget_names() from public;
grant execute on function cases.files_by_name(jsonb, int), cases.seen_files() to ariadne_app;
