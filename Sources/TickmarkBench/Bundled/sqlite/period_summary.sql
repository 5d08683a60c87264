-- What was failing when a period began, what opened and closed in it, and
-- what was failing when it ended, by framework and severity.
--
-- The period is after the last scan before from_at, and up to as_of.
WITH scan AS MATERIALIZED (
  SELECT scanned_at, row_number() OVER (ORDER BY scanned_at) AS number
  FROM (
    SELECT DISTINCT scanned_at
    FROM observation
    WHERE scanned_at <= :as_of
  )
),
period AS MATERIALIZED (
  SELECT
    max(number) FILTER (WHERE scanned_at < :from_at) AS first_number,
    max(number) AS last_number,
    max(scanned_at) FILTER (WHERE scanned_at < :from_at) AS begins_at
  FROM scan
),
failing AS (
  SELECT
    observation.rule,
    observation.severity,
    scan.number,
    lag(scan.number) OVER finding AS previous_number,
    lead(scan.number) OVER finding AS next_number
  FROM observation
  JOIN scan ON scan.scanned_at = observation.scanned_at
  WHERE observation.status = 'fail'
    AND observation.scanned_at >= (SELECT begins_at FROM period)
    AND observation.scanned_at <= :as_of
  WINDOW finding AS (
    PARTITION BY observation.rule, observation.account, observation.region,
      observation.resource
    ORDER BY scan.number
  )
),
turnover AS (
  -- Summed before it is spread over frameworks.
  SELECT
    failing.rule,
    failing.severity,
    count(*) FILTER (WHERE failing.number = period.first_number)
      AS open_at_start,
    count(*) FILTER (
      WHERE failing.number > period.first_number
        AND failing.previous_number IS NOT failing.number - 1
    ) AS opened,
    count(*) FILTER (
      WHERE failing.number < period.last_number
        AND failing.next_number IS NOT failing.number + 1
    ) AS closed,
    count(*) FILTER (WHERE failing.number = period.last_number)
      AS open_at_end
  FROM failing
  CROSS JOIN period
  GROUP BY failing.rule, failing.severity
)
SELECT
  mapping.framework,
  turnover.severity,
  sum(turnover.open_at_start) AS open_at_start,
  sum(turnover.opened) AS opened,
  sum(turnover.closed) AS closed,
  sum(turnover.open_at_end) AS open_at_end
FROM turnover
JOIN rule_framework AS mapping ON mapping.rule = turnover.rule
GROUP BY mapping.framework, turnover.severity
ORDER BY mapping.framework, turnover.severity;
