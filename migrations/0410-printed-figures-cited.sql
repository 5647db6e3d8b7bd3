-- The printed figures that an analysis cites, as they stood when it was proposed: the codebook may be corrected afterwards, and what was approved is what is read.

alter table analyses.proposal add column points jsonb not null default '[]';
alter table analyses.edition add column points jsonb not null default '[]';

drop policy "the analysis centre publishes what it proposed" on analyses.edition;
create policy "the analysis centre publishes what it proposed" on analyses.edition for insert to ariadne_app
  with check (app.office_kind() = 'analysis-centre' and exists (select from analyses.proposal as proposed
    where proposed.id = edition.proposal and proposed.title = edition.title and proposed.summary = edition.summary and proposed.text = edition.text and proposed.language = edition.language
      and proposed.points = edition.points and (proposed.corrects is null or proposed.corrects = edition.number)));
