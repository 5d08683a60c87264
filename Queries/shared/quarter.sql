-- Quarters, numbered by year and quarter, from the one that the period begins
-- in to the one with the moment; the last four where no beginning is asked
-- for. ends_at is the last microsecond of each, or the moment.
--
-- @materialized yes
WITH
bound AS (
  SELECT
    ifnull(:as_of, unixepoch() * 1000000) AS ends_at,
    strftime('%Y', ifnull(:as_of / 1000000, unixepoch()), 'unixepoch') * 4
      + (
        strftime('%m', ifnull(:as_of / 1000000, unixepoch()), 'unixepoch')
          - 1
      ) / 3 AS last,
    strftime('%Y', (:from_at + 1) / 1000000, 'unixepoch') * 4
      + (strftime('%m', (:from_at + 1) / 1000000, 'unixepoch') - 1) / 3
      AS first
),
numbered AS (
  SELECT ifnull(first, last - 3) AS number
  FROM bound
  UNION ALL
  SELECT numbered.number + 1
  FROM numbered
  CROSS JOIN bound
  WHERE numbered.number < bound.last
),
ending AS (
  SELECT
    number,
    unixepoch(
      printf('%04d-%02d-01', (number + 1) / 4, (number + 1) % 4 * 3 + 1)
    ) * 1000000 - 1 AS ends_at
  FROM numbered
)
SELECT
  ending.number,
  printf('%d-Q%d', ending.number / 4, ending.number % 4 + 1) AS name,
  min(ending.ends_at, bound.ends_at) AS ends_at,
  ending.ends_at <= bound.ends_at AS is_complete
FROM ending
CROSS JOIN bound;
