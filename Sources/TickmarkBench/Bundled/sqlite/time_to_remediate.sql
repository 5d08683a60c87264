-- How long findings failed, by severity.
--
-- A failing episode is a run of scans that all report the finding as failing.
-- It ends with the first scan that does not.
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
episode AS (
  -- With a single min(), SQLite takes the other columns from its row.
  SELECT severity, min(number) AS first_number, count(*) AS scans
  FROM failing
  GROUP BY rule, account, region, resource, run
),
duration AS (
  SELECT
    episode.severity,
    (closing.scanned_at - opening.scanned_at) / 86400.0 AS days
  FROM episode
  JOIN scan AS opening ON opening.number = episode.first_number
  LEFT JOIN scan AS closing
    ON closing.number = episode.first_number + episode.scans
),
ranked AS (
  SELECT
    severity,
    days,
    row_number() OVER (PARTITION BY severity ORDER BY days) AS place,
    count(*) OVER (PARTITION BY severity) AS closed
  FROM duration
  WHERE days IS NOT NULL
)
SELECT
  duration.severity,
  count(*) AS episodes,
  count(duration.days) AS closed,
  avg(duration.days) AS mean_days,
  (
    SELECT avg(ranked.days)
    FROM ranked
    WHERE ranked.severity = duration.severity
      AND ranked.place IN ((closed + 1) / 2, (closed + 2) / 2)
  ) AS median_days
FROM duration
GROUP BY duration.severity
ORDER BY duration.severity;
