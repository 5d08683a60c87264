-- When in the period findings of the checks asked for failed (1), failed and
-- were muted (3), or could not be decided (4).
--
-- @uses period, stretch, asked_mapping
-- @materialized yes
SELECT
  cell.rule_id,
  stretch.finding_id,
  CASE
    WHEN stretch.status_id > 1 THEN 4
    WHEN stretch.is_muted THEN 3
    ELSE 1
  END AS kind,
  stretch.severity_id,
  max(stretch.since_at, (SELECT starts_at FROM period)) AS starts_at,
  min(stretch.until_at, (SELECT ends_at FROM period)) AS ends_at
FROM stretch
CROSS JOIN finding ON finding.finding_id = stretch.finding_id
CROSS JOIN cell ON cell.cell_id = finding.cell_id
CROSS JOIN account ON account.account_id = cell.account_id
WHERE stretch.status_id <= 4
  AND stretch.since_at < (SELECT ends_at FROM period)
  AND stretch.until_at > (SELECT starts_at FROM period)
  AND cell.rule_id IN (SELECT rule_id FROM asked_mapping)
  AND (:account IS NULL OR account.key = :account);
