-- How long findings failed, by the quarter in which they began to, and by
-- severity.
--
-- A failing episode is a run of scans that all report the finding as failing.
-- It ends with the first scan that does not: resolved where that scan reports
-- a pass, gone where it does not report the finding. Means and medians are of
-- resolved ones.
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
run AS (
  SELECT
    rule, account, region, resource,
    arg_min(severity, number) AS severity,
    min(number) AS first_number,
    max(number) AS last_number
  FROM failing
  GROUP BY rule, account, region, resource, run
),
episode AS (
  SELECT
    year(opening.scanned_at) || '-Q' || quarter(opening.scanned_at) AS quarter,
    run.severity,
    date_diff('day', opening.scanned_at, closing.scanned_at) AS days,
    closing.number IS NOT NULL AS is_closed,
    ending.status IS NOT NULL AS is_resolved
  FROM run
  JOIN scan AS opening ON opening.number = run.first_number
  LEFT JOIN scan AS closing ON closing.number = run.last_number + 1
  LEFT JOIN observation AS ending
    ON ending.scanned_at = closing.scanned_at
    AND ending.rule = run.rule
    AND ending.account = run.account
    AND ending.region = run.region
    AND ending.resource = run.resource
)
SELECT
  quarter,
  severity,
  count(*) AS episodes,
  count(*) FILTER (WHERE is_resolved) AS resolved,
  count(*) FILTER (WHERE is_closed AND NOT is_resolved) AS gone,
  count(*) FILTER (WHERE NOT is_closed) AS still_open,
  round(avg(days) FILTER (WHERE is_resolved), 2) AS mean_days,
  median(days) FILTER (WHERE is_resolved) AS median_days
FROM episode
GROUP BY quarter, severity
ORDER BY quarter, severity;
