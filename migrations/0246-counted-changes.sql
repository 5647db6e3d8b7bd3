-- How often anything changed that is counted, so that a result may stand until the next change: the number is written with the change itself, and whoever
-- sees the same number sees the same data. A transaction adds one, at its end and in one of many rows, so that those who write do not wait for each other.

create table statistics.change (slot int primary key, changes bigint not null default 0) with (fillfactor = 20);
insert into statistics.change (slot) select generate_series(0, 255);

create function statistics.note_change() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if current_setting('app.change_noted', true) is distinct from pg_current_xact_id()::text then
    update statistics.change set changes = changes + 1 where slot = pg_backend_pid() % 256;
    perform set_config('app.change_noted', pg_current_xact_id()::text, true);
  end if;
  return null;
end $$;

create constraint trigger "a coded person changes what is counted" after insert or update or delete on statistics.coded_person
  deferrable initially deferred for each row execute function statistics.note_change();
create constraint trigger "a step changes what is counted" after insert or update or delete on protection.step
  deferrable initially deferred for each row execute function statistics.note_change();
create constraint trigger "what happens to a referral changes what is counted" after insert or update or delete on referral.event
  deferrable initially deferred for each row execute function statistics.note_change();
create constraint trigger "a new state changes what is counted" after update on cases.file
  deferrable initially deferred for each row when (old.state_since is distinct from new.state_since) execute function statistics.note_change();
create constraint trigger "a clock changes what is counted" after insert or delete on cases.clock
  deferrable initially deferred for each row execute function statistics.note_change();
create constraint trigger "a moved clock changes what is counted" after update on cases.clock
  deferrable initially deferred for each row
  when ((old.key, old.owner_office, old.ends_on, old.suspended_since, old.closed_on) is distinct from (new.key, new.owner_office, new.ends_on, new.suspended_since, new.closed_on))
  execute function statistics.note_change();
create constraint trigger "another office changes what is counted" after insert or delete on accounts.office
  deferrable initially deferred for each row execute function statistics.note_change();
create constraint trigger "another kind of office changes what is counted" after update on accounts.office
  deferrable initially deferred for each row when ((old.kind, old.profession) is distinct from (new.kind, new.profession)) execute function statistics.note_change();

-- Nothing for anybody but the analysis centre; nothing either where the transaction has written itself, since what it sees then nobody else may be shown.
create function statistics.changes() returns text language sql stable security definer set search_path = '' as $$
  select current_database() || ' ' || sum(changes) from statistics.change where app.office_kind() = 'analysis-centre' and pg_current_xact_id_if_assigned() is null
$$;
revoke all on function statistics.note_change(), statistics.changes() from public;
grant execute on function statistics.changes() to ariadne_app;
