-- How long findings failed, by the quarter in which they began to, and by
-- severity.
--
-- A failing episode is a run of scans that all report the finding as failing.
-- It ends with the first scan that does not: resolved where that scan reports
-- a pass, gone where it does not report the finding. Means and medians are of
-- resolved ones.
WITH scan AS MATERIALIZED (
  SELECT scanned_at, row_number() OVER (ORDER BY scanned_at) AS number
  FROM (SELECT DISTINCT scanned_at FROM observation)
),
failing AS (
  SELECT
    observation.rule, observation.account, observation.region,
    observation.resource, observation.severity, scan.number,
    -- The same for all scans of a run.
    scan.number - row_number() OVER (
      PARTITION BY observation.rule, observation.account, observation.region,
        observation.resource
      ORDER BY scan.number
    ) AS run
  FROM observation
  JOIN scan ON scan.scanned_at = observation.scanned_at
  WHERE observation.status = 'fail'
),
run AS (
  -- With a single min(), SQLite takes the other columns from its row.
  SELECT
    rule, account, region, resource, severity,
    min(number) AS first_number,
    count(*) AS scans
  FROM failing
  GROUP BY rule, account, region, resource, run
),
episode AS MATERIALIZED (
  SELECT
    strftime('%Y', opening.scanned_at, 'unixepoch') || '-Q'
      || ((strftime('%m', opening.scanned_at, 'unixepoch') + 2) / 3)
      AS quarter,
    run.severity,
    (closing.scanned_at - opening.scanned_at) / 86400.0 AS days,
    closing.number IS NOT NULL AS is_closed,
    EXISTS (
      SELECT 1
      FROM observation AS ending
      WHERE ending.rule = run.rule
        AND ending.account = run.account
        AND ending.region = run.region
        AND ending.resource = run.resource
        AND ending.scanned_at = closing.scanned_at
    ) AS is_resolved
  FROM run
  JOIN scan AS opening ON opening.number = run.first_number
  LEFT JOIN scan AS closing ON closing.number = run.first_number + run.scans
),
ranked AS (
  SELECT
    quarter,
    severity,
    days,
    row_number() OVER (PARTITION BY quarter, severity ORDER BY days) AS place,
    count(*) OVER (PARTITION BY quarter, severity) AS resolved
  FROM episode
  WHERE is_resolved
),
median AS MATERIALIZED (
  SELECT quarter, severity, avg(days) AS days
  FROM ranked
  WHERE place IN ((resolved + 1) / 2, (resolved + 2) / 2)
  GROUP BY quarter, severity
)
SELECT
  episode.quarter,
  episode.severity,
  count(*) AS episodes,
  sum(episode.is_resolved) AS resolved,
  sum(episode.is_closed AND NOT episode.is_resolved) AS gone,
  sum(NOT episode.is_closed) AS still_open,
  round(avg(iif(episode.is_resolved, episode.days, NULL)), 2) AS mean_days,
  median.days AS median_days
FROM episode
LEFT JOIN median
  ON median.quarter = episode.quarter
  AND median.severity = episode.severity
GROUP BY episode.quarter, episode.severity
ORDER BY episode.quarter, episode.severity;
