-- Unmuted failures of the framework, account and severity that are asked for,
-- at the moment (1) and when the period began (0), with what accepts them in
-- general or for that framework.
--
-- @uses in_force, in_force_at_start, period_start, asked_cell, waived_finding,
--       waived_interval, wanted
-- @materialized yes
SELECT
  rule_id,
  account_id,
  resource_id,
  severity_id,
  is_now,
  is_waived,
  is_now AND NOT is_waived AS is_failing
FROM (
  SELECT
    state.is_now,
    cell.rule_id,
    cell.account_id,
    finding.resource_id,
    event.severity_id,
    CASE
      WHEN state.is_now
        THEN event.finding_id IN (SELECT finding_id FROM waived_finding)
      ELSE event.finding_id IN (
        SELECT waived.finding_id
        FROM waived_interval AS waived
        CROSS JOIN period_start
        WHERE waived.starts_at <= period_start.from_at
          AND waived.ends_at > period_start.from_at
          AND waived.requirement_id = 0
          AND (
            waived.framework_id = 0
            OR :framework IS NOT NULL
            AND waived.framework_id IN (SELECT framework_id FROM wanted)
          )
      )
    END AS is_waived
  FROM (
    SELECT 1 AS is_now, event_id
    FROM in_force
    UNION ALL
    SELECT 0, event_id
    FROM in_force_at_start
  ) AS state
  CROSS JOIN event ON event.event_id = state.event_id
  CROSS JOIN severity ON severity.severity_id = event.severity_id
  CROSS JOIN finding ON finding.finding_id = event.finding_id
  CROSS JOIN asked_cell AS cell ON cell.cell_id = finding.cell_id
  WHERE event.status_id = 1
    AND event.is_muted = 0
    AND (:severity IS NULL OR severity.key = :severity)
) AS failure;
