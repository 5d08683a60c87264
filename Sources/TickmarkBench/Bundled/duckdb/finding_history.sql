-- When the findings of one resource changed, and to what.
--
-- One row per change: of status, severity or detail, and each first scan that
-- does not report the finding any more.
WITH scan AS (
  SELECT scanned_at, row_number() OVER (ORDER BY scanned_at) AS number
  FROM (SELECT DISTINCT scanned_at FROM observation)
),
seen AS (
  SELECT
    observation.*,
    scan.number,
    lag(scan.number) OVER finding AS previous_number,
    lag(observation.status) OVER finding AS previous_status,
    lag(observation.severity) OVER finding AS previous_severity,
    lag(observation.detail) OVER finding AS previous_detail,
    lead(scan.number) OVER finding AS next_number
  FROM observation
  JOIN scan ON scan.scanned_at = observation.scanned_at
  WHERE observation.resource = $resource
  WINDOW finding AS (
    PARTITION BY observation.rule, observation.account, observation.region
    ORDER BY scan.number
  )
)
SELECT rule, account, region, status::VARCHAR AS status, scanned_at, detail
FROM seen
WHERE previous_number IS DISTINCT FROM number - 1
  OR previous_status <> status
  OR previous_severity <> severity
  OR previous_detail <> detail
UNION ALL
SELECT seen.rule, seen.account, seen.region, 'gone', scan.scanned_at, ''
FROM seen
JOIN scan ON scan.number = seen.number + 1
WHERE seen.next_number IS DISTINCT FROM seen.number + 1
ORDER BY rule, account, region, scanned_at;
