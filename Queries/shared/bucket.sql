-- Every bucket of the period, from the one it begins in to the one with the
-- moment; ends_at is the last moment of the bucket and of the period.
--
-- @uses period_start, bucket_modifier
-- @materialized yes
WITH start AS (
  SELECT
    1 AS number,
    date(
      (period_start.from_at + 1) / 1000000,
      'unixepoch',
      modifier.snap,
      modifier.back
    ) AS starts_on
  FROM period_start
  JOIN bucket_modifier AS modifier
  WHERE period_start.from_at IS NOT NULL
  UNION ALL
  SELECT start.number + 1, date(start.starts_on, modifier.step)
  FROM start
  JOIN bucket_modifier AS modifier
  WHERE date(start.starts_on, modifier.step)
    <= date(ifnull(:as_of / 1000000, unixepoch()), 'unixepoch')
)
SELECT
  start.number,
  start.starts_on,
  min(
    unixepoch(start.starts_on, modifier.step) * 1000000 - 1,
    ifnull(:as_of, unixepoch() * 1000000)
  ) AS ends_at
FROM start
JOIN bucket_modifier AS modifier;
