-- What each scan reported, by framework and severity.
WITH reported AS (
  -- Summed before it is spread over frameworks.
  SELECT
    scanned_at,
    rule,
    severity,
    count(*) FILTER (WHERE status = 'fail') AS failing,
    count(*) FILTER (WHERE status = 'pass') AS passing
  FROM observation
  GROUP BY scanned_at, rule, severity
)
SELECT
  reported.scanned_at,
  mapping.framework,
  reported.severity,
  sum(reported.failing) AS failing,
  sum(reported.passing) AS passing
FROM reported
JOIN rule_framework AS mapping ON mapping.rule = reported.rule
GROUP BY reported.scanned_at, mapping.framework, reported.severity
ORDER BY reported.scanned_at, mapping.framework, reported.severity;
