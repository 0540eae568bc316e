-- From the first day to the last on which an appeal brings something to statistics, so that a report of parts reads what its days touch.
-- Of shares that are packed by other rules nothing is known, and nothing is read.
alter table statistics_share add column days daterange not null default '(,)';

update statistics_share s set days = (
  select daterange(min(d.day), case when s.share -> 7 -> -1 ->> 1 = '1' then null else max(d.day) end, '[]') from (
    select (b.value ->> 0)::date as day from json_array_elements(s.share -> 6) b
    union all select (o.value ->> 0)::date from json_array_elements(s.share -> 7) o) d)
from statistics_set t where t.id = s.set_id and t.rules = 1;

alter table statistics_share alter column days drop default;
create index statistics_share_days on statistics_share using gist (days);
