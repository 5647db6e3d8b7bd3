-- A release keeps the rule by which it was made and the versions of what the codebook said of it on that day: a later rule or version changes nothing of it.
alter table statistics.release add column rule jsonb, add column definitions jsonb;
-- The one country whose figures could be released had never had another rule before this. Which versions were in force was not kept, and is not guessed.
update statistics.release set rule = '{"threshold": 5, "base": 5, "oneCategory": "whole"}';
alter table statistics.release alter column rule set not null;
