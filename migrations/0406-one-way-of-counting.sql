-- Persons are counted in one way, by their coded facts (`statistics.count_facts`): an overview of a year is made of the same tables as every other.
drop function statistics.count_persons(text, date, date);
