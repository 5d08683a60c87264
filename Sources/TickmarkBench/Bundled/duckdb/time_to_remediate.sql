-- How long findings failed, by severity.
--
-- A failing episode is a run of scans that all report the finding as failing.
-- It ends with the first scan that does not.
WITH scan AS (
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
  SELECT
    arg_min(severity, number) AS severity,
    min(number) AS first_number,
    max(number) AS last_number
  FROM failing
  GROUP BY rule, account, region, resource, run
)
SELECT
  episode.severity,
  count(*) AS episodes,
  count(closing.scanned_at) AS closed,
  avg(date_diff('day', opening.scanned_at, closing.scanned_at)) AS mean_days,
  median(date_diff('day', opening.scanned_at, closing.scanned_at))
    AS median_days
FROM episode
JOIN scan AS opening ON opening.number = episode.first_number
LEFT JOIN scan AS closing ON closing.number = episode.last_number + 1
GROUP BY episode.severity
ORDER BY episode.severity;
